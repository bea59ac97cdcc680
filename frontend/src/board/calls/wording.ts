/** A call and its progress in the words of the screen. */

import { useI18n } from "vue-i18n";
import type { Phrase } from "@/board/calls/progress";
import { isTask } from "@/board/calls/standing";
import { useSecond } from "@/board/second";
import type { Call, Home, LiveCall } from "@/core/words";
import { atMinute, yearsOld } from "@/shared/moments";
import { useLive } from "@/shared/stores/live";
import { i18n } from "@/words";

export function useWording() {
  const { t } = useI18n({ useScope: "global" });
  const live = useLive();
  const clock = useSecond();

  /** The first of `paths` that has words, or else the text as it came. */
  function oneOf(paths: readonly string[], otherwise: string): string {
    const found = paths.find((path) => i18n.global.te(path, "zh-CN"));
    return found === undefined ? otherwise : t(found);
  }

  /** What is wrong with the equipment; never the resident's name alone. */
  const taskOf = (call: Call): string =>
    [oneOf([`board.task.${call.reason ?? "other"}`], t("board.task.other")), call.unit].filter(Boolean).join(" ");

  function nameOf(call: LiveCall | Call): string {
    if (isTask(call)) return taskOf(call);
    const home = "home" in call ? call.home : null;
    return home?.name ?? t("board.row.unknownHome");
  }

  /** 82 岁 · 独居 */
  function lifeOf(home: Pick<Home, "birth_date" | "lives_alone"> | null): string {
    const age = yearsOld(home?.birth_date, clock.hourMs);
    return [age === null ? null : t("years", { n: age }), home?.lives_alone ? t("alone") : null]
      .filter(Boolean)
      .join(" · ");
  }

  const markWord = (mark: string): string => oneOf([`board.risk.${mark}`], mark);

  const say = (phrase: Phrase): string =>
    t(`board.progress.${phrase.key}`, {
      n: phrase.n ?? 0,
      who: live.staffName(phrase.who),
      at: phrase.at ? atMinute(phrase.at) : "",
    });

  return { oneOf, taskOf, nameOf, lifeOf, markWord, say };
}
