/**
 * The call in my hands and the card of its resident, kept on the phone until the call is not mine any more, then wiped.
 *
 * The service shows the card to the holder alone, and writes down each time it did.
 */

import { computed, onScopeDispose, shallowRef, toRaw, watch } from "vue";
import { http } from "@/core/http";
import { cardShelf } from "@/core/shelf";
import type { CallDetail } from "@/core/wire";
import { useLive } from "@/shared/stores/live";
import { inHand, mine, newest, type HandCall, type Kept, type Known } from "../rules/in-hand";
import { walkOf } from "../rules/walk";
import { answerOrNull } from "./asking";
import type { Deeds } from "./deeds";

const AGAIN_MS = 5_000;

export type MyVisit = ReturnType<typeof useVisit>;

export function useVisit(me: string, deeds: Deeds) {
  const live = useLive();
  const kept = shallowRef<ReadonlyMap<string, Kept>>(new Map());
  const isOpen = shallowRef(false);
  const known = (): Known => ({ live: live.calls, kept: kept.value, hasPicture: live.hasPicture });
  const call = computed(() => inHand(known(), deeds.waiting.value, me));
  const card = computed(() => (call.value && kept.value.get(call.value.id)) ?? null);
  const walk = computed(() => call.value && walkOf(call.value, deeds.waiting.value, me));
  const keptBefore = new Set<string>();
  let isAsking = false;

  async function keep(id: string, change: Partial<Kept> & { call: HandCall }): Promise<void> {
    const before = kept.value.get(id) ?? { resident: null, station: "", readFor: null, readAt: null };
    const now: Kept = {
      ...before,
      ...change,
      station: live.stations.get(change.call.station ?? "")?.name ?? before.station,
      call: toRaw(newest(change.call, kept.value.get(id)?.call) ?? change.call),
    };
    kept.value = new Map(kept.value).set(id, now);
    await cardShelf.put(id, me, now);
  }

  /** Ask for the card when I hold the call and it is not here, or was read for another kind of call. */
  async function read(): Promise<void> {
    const wanted = call.value;
    if (isAsking || wanted?.accepted_by !== me || card.value?.readFor === wanted.kind) return;
    isAsking = true;
    const detail = await answerOrNull(http<CallDetail>(`/api/v1/calls/${wanted.id}`));
    isAsking = false;
    const isMine = mine(known(), deeds.waiting.value, me).some((one) => one.id === wanted.id);
    if (detail?.call.accepted_by !== me || !isMine) return;
    const { resident } = detail;
    await keep(wanted.id, { call: detail.call, resident, readFor: wanted.kind, readAt: detail.call.updated_at });
  }

  /** Wipe whatever is not mine by now. */
  async function wipe(): Promise<void> {
    const ids = new Set(mine(known(), deeds.waiting.value, me).map((one) => one.id));
    const left = [...kept.value].filter(([id]) => ids.has(id));
    if (left.length < kept.value.size) kept.value = new Map(left);
    await cardShelf.keepOnly(ids);
  }

  async function open(): Promise<void> {
    kept.value = (await cardShelf.ownedBy(me)) as Map<string, Kept>;
    for (const id of kept.value.keys()) keptBefore.add(id);
    isOpen.value = true;
  }

  void open();
  watch(
    [call, () => live.hasPicture, isOpen, deeds.isOpen],
    async () => {
      if (!isOpen.value || !deeds.isOpen.value) return;
      await wipe();
      const held = call.value;
      if (held && kept.value.get(held.id)?.call.version !== held.version) await keep(held.id, { call: held });
      await read();
    },
    { immediate: true },
  );
  const again = setInterval(() => void read(), AGAIN_MS);
  onScopeDispose(() => clearInterval(again));

  return {
    call,
    card,
    walk,
    /** True when what the phone kept has been read, and it is known what is in hand. */
    isOpen,
    /** The calls that were in hand when the page was opened. */
    keptBefore,
    /** Nothing of any resident stays on this phone. */
    async forgetAll(): Promise<void> {
      kept.value = new Map();
      await cardShelf.keepOnly(new Set());
    },
  };
}
