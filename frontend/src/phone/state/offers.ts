/** The offers put to me: which one fills the screen, and what became of the one that has just left it. */

import { computed, onScopeDispose, shallowRef, watch } from "vue";
import type { Fact } from "@/core/words";
import { useLive } from "@/shared/stores/live";
import { offerEnding, type Ending } from "../rules/endings";
import { leftByMyDoing, offerToShow, openOffers, type Choice, type Mine, type Offered } from "../rules/offers";
import type { Deeds } from "./deeds";
import type { MyVisit } from "./visit";

const REMEMBERED_ENDINGS = 50;

export interface Gone extends Offered {
  ending: Ending;
}

export type MyOffers = ReturnType<typeof useOffers>;

export function useOffers(me: string, deeds: Deeds, visit: MyVisit) {
  const live = useLive();
  const choice = shallowRef<Choice | null>(null);
  const gone = shallowRef<Gone | null>(null);
  const endings = new Map<string, Fact>();

  const mine = (): Mine => ({ me, waiting: deeds.waiting.value, inHand: visit.call.value, nowMs: live.now });
  const open = computed(() => (deeds.isOpen.value ? openOffers(live.calls.values(), mine()) : []));
  const shown = computed(() => offerToShow(open.value, choice.value));
  const others = computed(() => open.value.filter((one) => one.offer.id !== shown.value?.offer.id));

  const leaveEvents = live.onEvent(({ fact }) => {
    if (fact.kind !== "offer_withdrawn" && fact.kind !== "offer_expired") return;
    if (fact.caregiver !== me) return;
    endings.set(fact.offer, fact);
    const [oldest] = endings.keys();
    if (endings.size > REMEMBERED_ENDINGS && oldest) endings.delete(oldest);
  });
  onScopeDispose(leaveEvents);

  /** The offer on the screen went away: by my own word, after a refusal that says why, or for a newer one of its
   * call, nothing needs saying. */
  watch(shown, (now, before) => {
    if (now?.call.id === gone.value?.call.id) gone.value = null;
    if (!before || before.call.id === now?.call.id || open.value.some((one) => one.offer.id === before.offer.id))
      return;
    const call = live.calls.get(before.call.id);
    const isTold = deeds.refused.value.some((one) => one.call === before.call.id);
    if (isTold || leftByMyDoing(before, call, mine())) return;
    gone.value = { ...before, ending: offerEnding(before.offer, endings.get(before.offer.id) ?? null, call) };
  });

  return {
    open,
    shown,
    others,
    gone,
    choose(offer: string): void {
      choice.value = { offer, among: new Set(open.value.map((one) => one.offer.id)) };
    },
    forgetGone(): void {
      gone.value = null;
    },
  };
}
