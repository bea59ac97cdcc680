/** What the facts say, as one line of text in the language of the screen. */

import { useI18n } from "vue-i18n";
import { useWording } from "@/board/calls/wording";
import type { Group } from "@/board/panel/grouping";
import { say, type Saying } from "@/board/panel/saying";
import { atSecond } from "@/shared/moments";
import { useLive } from "@/shared/stores/live";

const PEOPLE: readonly string[] = ["caregiver", "dispatcher", "supervisor", "administrator"];

export function useTelling() {
  const { t } = useI18n({ useScope: "global" });
  const live = useLive();
  const { oneOf } = useWording();

  function told({ key, values, people, moments, words }: Saying): string {
    const filled: Record<string, string | number> = { ...values };
    for (const [name, ids] of Object.entries(people ?? {}))
      filled[name] = ids.map(live.staffName).join(t("board.list"));
    for (const [name, moment] of Object.entries(moments ?? {})) filled[name] = atSecond(moment);
    for (const [name, word] of Object.entries(words ?? {}))
      filled[name] = oneOf([`board.${word.key}`, word.key], word.otherwise);
    return t(`board.${key}`, filled);
  }

  const tell = (group: Group): string => say(group).map(told).join(t("board.comma"));

  /** Who did it, unless the sentence says so already or it was no person. */
  function actorOf(group: Group): string {
    const { actor } = group[0];
    const named = say(group).flatMap((saying) => Object.values(saying.people ?? {}).flat());
    return PEOPLE.includes(actor.role) && !named.includes(actor.id) ? live.staffName(actor.id) : "";
  }

  return { tell, actorOf };
}
