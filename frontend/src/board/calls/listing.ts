/** The calls that the list shows, in order; still while a hand is on it. */

import { computed, ref, watch } from "vue";
import { inOrder, steady } from "@/board/calls/order";
import { isMeantForAnother, movedRows, type Place, type Slip } from "@/board/calls/slipping";
import { alarmOf } from "@/board/calls/standing";
import { useWording } from "@/board/calls/wording";
import { useDesk } from "@/board/desk";
import { useSecond } from "@/board/second";
import type { LiveCall } from "@/core/words";
import { useLive } from "@/shared/stores/live";

const HAND_RESTS_MS = 3_000;

export function useListing() {
  const live = useLive();
  const desk = useDesk();
  const { nameOf } = useWording();
  const clock = useSecond();
  const touchedAt = ref(Number.NEGATIVE_INFINITY);
  const ids = ref<string[]>([]);
  let hand: Place | null = null;
  let slip: Slip | null = null;

  function fits(call: LiveCall): boolean {
    if (desk.station !== null && call.station !== desk.station) return false;
    const wanted = desk.search.trim().toLowerCase();
    if (wanted === "") return true;
    const text = [nameOf(call), call.home?.name, call.home?.address, call.number, call.unit, call.resident];
    return text.some((one) => one?.toLowerCase().includes(wanted));
  }

  const wanted = computed(() => inOrder([...live.calls.values()].filter(fits), clock.nowMs));
  /** What the filter by station hides, so that no alarm is hidden unsaid. */
  const elsewhere = computed(() => {
    const hidden = [...live.calls.values()].filter((call) => !fits(call));
    return { calls: hidden.length, alarms: hidden.filter((call) => alarmOf(call, clock.nowMs) !== null).length };
  });

  watch(
    [wanted, () => clock.nowMs],
    () => {
      const handIsOn = live.now - touchedAt.value < HAND_RESTS_MS;
      const next = handIsOn ? steady(ids.value, wanted.value) : wanted.value;
      if (next.length === ids.value.length && next.every((id, place) => id === ids.value[place])) return;
      slip = { atMs: performance.now(), hand, rows: movedRows(ids.value, next) };
      ids.value = next;
    },
    { immediate: true },
  );

  function touch(event: PointerEvent): void {
    touchedAt.value = live.now;
    hand = { x: event.clientX, y: event.clientY };
  }
  function leave(): void {
    touchedAt.value = Number.NEGATIVE_INFINITY;
    hand = null;
  }
  /** True when this row slid under the pointer a moment ago: the click was meant for another one. */
  const isSlip = (id: string, at: MouseEvent) =>
    isMeantForAnother(slip, id, { x: at.clientX, y: at.clientY }, performance.now());

  return { ids, elsewhere, touch, leave, isSlip };
}
