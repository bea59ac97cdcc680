/** What a click or a key does at this desk: the quick verbs at once, the others by their dialog. */

import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";
import { freshClaim } from "@/board/calls/standing";
import { useDesk } from "@/board/desk";
import { useActs } from "@/board/verbs/acting";
import { whyNot, type DeskVerb } from "@/board/verbs/possible";
import { useTalks } from "@/board/verbs/talking";
import type { Call } from "@/core/words";
import { useLive } from "@/shared/stores/live";
import { useNotices } from "@/shared/stores/notices";
import { useSession } from "@/shared/stores/session";

export function useDoing() {
  const { t } = useI18n({ useScope: "global" });
  const router = useRouter();
  const desk = useDesk();
  const acts = useActs();
  const talks = useTalks();
  const live = useLive();
  const notices = useNotices();
  const session = useSession();

  function show(call: string): void {
    desk.chosen = call;
    const { currentRoute } = router;
    const isHere = currentRoute.value.name === "call" && currentRoute.value.params.id === call;
    if (!isHere) void router.push({ name: "call", params: { id: call } });
  }

  /** Voice contact; somebody else's fresh claim is taken only by `takeOver`, which says so on its button. */
  async function answer(call: Call, takeOver = false): Promise<void> {
    show(call.id);
    const claim = freshClaim(call, live.serverNow());
    if (claim && claim.dispatcher !== session.me?.id && !takeOver) {
      const s = Math.ceil((Date.parse(claim.until) - live.serverNow()) / 1000);
      notices.say(t("board.claim.busy", { who: live.staffName(claim.dispatcher), s }), "news");
      return;
    }
    const done = await acts.act(call, "answer", takeOver ? { take_over: true } : {});
    if (done?.ok) {
      talks.begin(call.id);
      notices.say(t("board.done.answer", { s: live.policy?.claim_seconds ?? "" }));
    } else if (done) notices.say(done.text, "trouble");
  }

  async function quick(call: Call, verb: "escalate", fields: Record<string, unknown> = {}): Promise<void> {
    const done = await acts.act(call, verb, fields);
    if (done) notices.say(done.ok ? t(`board.done.${verb}`) : done.text, done.ok ? "ok" : "trouble");
  }

  /** `name` is whose call it is, for the dialog. */
  function verb(call: Call, verb: DeskVerb, name: string): void {
    const reason = whyNot(verb, call);
    if (reason !== null) notices.say(t(`board.whyNot.${reason}`), "news");
    else if (verb === "answer") void answer(call);
    else if (verb === "escalate") void quick(call, "escalate");
    else desk.dialog = { is: verb, call, name };
  }

  return { show, answer, quick, verb };
}
