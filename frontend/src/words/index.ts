/** The words on the screens: Chinese first, English by a switch; the choice is kept on the device. */

import { createI18n } from "vue-i18n";
import en from "./en";
import zhCN from "./zh-CN";

export const LANGUAGES = { "zh-CN": "中文", en: "English" } as const;
export type Language = keyof typeof LANGUAGES;
export type Words = typeof zhCN;

const KEPT = "language";

function remembered(): Language {
  return localStorage.getItem(KEPT) === "en" ? "en" : "zh-CN";
}

export const i18n = createI18n<[Words], Language, false>({
  // Deprecated since there is no other way left, yet without it the old way is taken.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  legacy: false,
  locale: remembered(),
  fallbackLocale: "zh-CN",
  messages: { "zh-CN": zhCN, en },
});

/** Switch every word on the screen. */
export function speak(language: Language): void {
  i18n.global.locale.value = language;
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
}

document.documentElement.lang = remembered();
