/** Short messages at the edge of the screen; read aloud by screen readers. */

import { defineStore } from "pinia";
import { ref } from "vue";

export interface Notice {
  id: number;
  tone: "ok" | "trouble" | "news";
  text: string;
}

const LASTS_MS = { ok: 4_000, news: 12_000, trouble: 12_000 };

export const useNotices = defineStore("notices", () => {
  const notices = ref<Notice[]>([]);
  let last = 0;

  function say(text: string, tone: Notice["tone"] = "ok"): void {
    const id = ++last;
    notices.value = [...notices.value.slice(-3), { id, tone, text }];
    setTimeout(() => dismiss(id), LASTS_MS[tone]);
  }

  function dismiss(id: number): void {
    notices.value = notices.value.filter((one) => one.id !== id);
  }

  return { notices, say, dismiss };
});
