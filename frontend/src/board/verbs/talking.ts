/** The talks of this board: a claim is renewed by itself as long as the call is open and nobody has ended the talk. */

import { defineStore } from "pinia";
import { reactive } from "vue";
import { useActs } from "@/board/verbs/acting";
import type { LiveCall } from "@/core/words";
import { useLive } from "@/shared/stores/live";
import { useNotices } from "@/shared/stores/notices";
import { useSession } from "@/shared/stores/session";
import { i18n } from "@/words";

const KEPT = "talking";
const LOOK_MS = 1_000;

export const useTalks = defineStore("talks", () => {
  const live = useLive();
  const acts = useActs();
  const notices = useNotices();
  const session = useSession();
  /** Survives a reload of this tab, not its end: another tab does not talk. */
  const talks = reactive(new Set(remembered()));

  const isMine = (call: LiveCall) => call.claim !== null && call.claim.dispatcher === session.me?.id;

  function begin(call: string): void {
    talks.add(call);
    remember();
  }

  /** Stop renewing; the claim runs out by itself. */
  function end(call: string): void {
    talks.delete(call);
    remember();
  }

  /** The lease has been running for a heartbeat: time to renew it. */
  function isDue(call: LiveCall): boolean {
    if (!live.policy || !call.claim) return false;
    const { claim_seconds, claim_heartbeat_seconds } = live.policy;
    return live.serverNow() >= Date.parse(call.claim.until) - (claim_seconds - claim_heartbeat_seconds) * 1000;
  }

  async function look(id: string): Promise<void> {
    if (!live.hasPicture || !session.me) return;
    const call = live.calls.get(id);
    if (!call || !isMine(call)) {
      if (call?.claim)
        notices.say(i18n.global.t("board.claim.lost", { who: live.staffName(call.claim.dispatcher) }), "news");
      end(id);
      return;
    }
    if (!isDue(call)) return;
    const done = await acts.act(call, "answer");
    if (done && !done.ok && done.code !== null) {
      notices.say(done.text, "trouble");
      end(id);
    }
  }

  function remember(): void {
    sessionStorage.setItem(KEPT, JSON.stringify([...talks]));
  }

  setInterval(() => talks.forEach((id) => void look(id)), LOOK_MS);

  return { talks, begin, end, isMine };
});

function remembered(): string[] {
  const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
}
