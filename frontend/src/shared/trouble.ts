/** Trouble in words that a person understands, from the stable code that the service gave. */

import { Problem, Unreachable } from "@/core/http";
import { i18n } from "@/words";

type Members = Readonly<Record<string, unknown>>;

/** One sentence; `nameOf` turns a staff id into a name. */
export function inWords(trouble: unknown, nameOf: (id: string) => string): string {
  const { t } = i18n.global;
  if (trouble instanceof Unreachable) return t("trouble.unreachable");
  if (trouble instanceof Problem) return refusalInWords(trouble.code, trouble.message, trouble.members, nameOf);
  throw trouble;
}

export function refusalInWords(
  code: string,
  message: string,
  members: Members,
  nameOf: (id: string) => string,
): string {
  const { t } = i18n.global;
  const path = `trouble.${code}`;
  if (!i18n.global.te(path)) return t("trouble.unknown", { message: message || code });
  const who = members.accepted_by ?? members.answered_by;
  return t(path, {
    message,
    who: typeof who === "string" ? nameOf(who) : t("unknown"),
    s: typeof members.retry_after_seconds === "number" ? members.retry_after_seconds : "…",
  });
}
