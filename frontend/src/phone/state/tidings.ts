/** What happened to my call by somebody else's doing: said until the person has read it. */

import { computed, onScopeDispose, shallowRef, watch } from "vue";
import type { Fact } from "@/core/words";
import { useLive } from "@/shared/stores/live";
import { leaving, type Doer, type Leaving } from "../rules/endings";
import type { HandCall } from "../rules/in-hand";
import type { Deeds } from "./deeds";
import type { MyVisit } from "./visit";

export type Tiding = { call: HandCall } & ({ what: "came"; by: Doer | null } | ({ what: "left" } & Leaving));

const LEAVES: ReadonlySet<string> = new Set(["call_resolved", "call_assigned", "call_accepted", "call_released"]);

export type Tidings = ReturnType<typeof useTidings>;

export function useTidings(me: string, visit: MyVisit, deeds: Deeds) {
  const live = useLive();
  const tidings = shallowRef<readonly Tiding[]>([]);
  const lastOf = new Map<string, Fact>();
  /** Calls that came by my own word, and calls that I have given out of my hands. */
  const saidYes = new Set<string>();
  const endedByMe = new Set<string>();

  const leaveEvents = live.onEvent(({ fact }) => {
    if (fact.call && LEAVES.has(fact.kind)) lastOf.set(fact.call, fact);
  });
  const leaveSnapshots = live.onSnapshot(() => lastOf.clear());
  onScopeDispose(() => {
    leaveEvents();
    leaveSnapshots();
  });

  watch(
    deeds.waiting,
    (waiting) => {
      for (const { call, verb } of waiting) {
        if (verb === "accept") saidYes.add(call);
        if (verb === "resolve" || verb === "release") endedByMe.add(call);
      }
    },
    { immediate: true },
  );
  watch(deeds.refused, (refused) => {
    for (const { call } of refused) saidYes.delete(call);
  });
  watch(
    () => (live.hasPicture && visit.isOpen.value && deeds.isOpen.value ? visit.call.value : undefined),
    (now, before) => {
      if (now === undefined || now?.id === before?.id) return;
      if (before) left(before);
      if (now?.accepted_by === me) came(now);
    },
  );

  function came(call: HandCall): void {
    if (!saidYes.has(call.id) && !visit.keptBefore.has(call.id)) {
      const fact = lastOf.get(call.id);
      add({ call, what: "came", by: fact?.kind === "call_assigned" ? fact.actor : null });
    }
    endedByMe.delete(call.id);
  }

  function left(call: HandCall): void {
    saidYes.delete(call.id);
    visit.keptBefore.delete(call.id);
    const now = live.calls.get(call.id);
    const isSaid = endedByMe.has(call.id) || deeds.refused.value.some((one) => one.call === call.id);
    if (isSaid || call.accepted_by !== me || now?.accepted_by === me) return;
    const why = leaving(lastOf.get(call.id) ?? null, now, me);
    if (why) add({ call, what: "left", ...why });
  }

  const add = (tiding: Tiding) => (tidings.value = [...tidings.value, tiding]);

  return {
    first: computed(() => tidings.value[0] ?? null),
    /** Somebody put a call into my hands and I have not looked yet: the phone rings for it. */
    ringsFor: computed(() => tidings.value.find((one) => one.what === "came")?.call ?? null),
    dismiss(): void {
      tidings.value = tidings.value.slice(1);
    },
  };
}
