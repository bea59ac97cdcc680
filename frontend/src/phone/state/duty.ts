/** My shift: started here with one tap, kept by the service; and what the service believes about this phone's voice. */

import { onScopeDispose, ref, shallowRef, watch, type Ref } from "vue";
import { http, Problem } from "@/core/http";
import type { Duty, MyShift, RosterEntry, ShiftAnswer } from "@/core/wire";
import { useLive } from "@/shared/stores/live";
import { answerOrNull } from "./asking";

const ADDRESS = "/api/v1/me/shift";
const KEPT = "duty";
const AGAIN_MS = 5_000;

export type MyDuty = ReturnType<typeof useDuty>;

export function useDuty(me: string, canRing: Readonly<Ref<boolean>>) {
  const live = useLive();
  const kept = remembered(me);
  const shift = shallowRef<Duty | null>(kept);
  /** Null while nobody knows: no answer yet, and nothing kept from before. */
  const isOnDuty = ref<boolean | null>(kept?.is_on_duty ?? null);
  const planned = shallowRef<RosterEntry[]>([]);
  const isBusy = ref(false);
  /** What the service was told last; null when it has not been told by this page. */
  let told: boolean | null = null;
  let isTelling = false;
  let takes = 0;

  function take(now: Duty): void {
    takes += 1;
    shift.value = now;
    isOnDuty.value = now.is_on_duty;
    localStorage.setItem(KEPT, JSON.stringify(now));
  }

  /** Ask; what was learnt meanwhile is newer than the answer. */
  async function read(): Promise<void> {
    const before = takes;
    const answer = await answerOrNull(http<MyShift>(ADDRESS));
    if (answer === null) return;
    planned.value = answer.planned;
    if (takes === before) take(answer.shift);
  }

  /** Raises what the service or the network said. */
  async function start(): Promise<void> {
    const said = canRing.value;
    try {
      await change("POST", { can_ring: said });
      told = said;
    } catch (trouble) {
      if (!(trouble instanceof Problem && trouble.code === "already_on_duty")) throw trouble;
      await read();
    }
  }

  /** Raises `has_active_call` while a call is in hand. */
  async function end(): Promise<void> {
    await change("DELETE");
    told = null;
  }

  async function change(method: "POST" | "DELETE", body?: object): Promise<void> {
    isBusy.value = true;
    try {
      take((await http<ShiftAnswer>(ADDRESS, { method, body })).shift);
    } finally {
      isBusy.value = false;
    }
  }

  /** Routing prefers phones that ring: it must know as soon as this one cannot. Told again until it is heard. */
  async function tell(): Promise<void> {
    if (isTelling || isBusy.value || isOnDuty.value !== true || told === canRing.value) return;
    isTelling = true;
    const said = canRing.value;
    const answer = await answerOrNull(http<ShiftAnswer>(ADDRESS, { method: "PATCH", body: { can_ring: said } }));
    isTelling = false;
    if (answer === null) return;
    told = said;
    take(answer.shift);
    await tell();
  }

  watch([canRing, isOnDuty, isBusy], () => void tell(), { immediate: true });
  watch(
    () => live.staff.get(me)?.on_duty,
    (now) => {
      if (now === undefined) return;
      isOnDuty.value = now;
      void read();
    },
    { immediate: true },
  );
  void read();
  const leaveSnapshots = live.onSnapshot(() => void read());
  const again = setInterval(() => void tell(), AGAIN_MS);
  onScopeDispose(() => {
    clearInterval(again);
    leaveSnapshots();
    const mustTell = isOnDuty.value === true && told !== false;
    if (mustTell) void answerOrNull(http(ADDRESS, { method: "PATCH", body: { can_ring: false } }));
  });
  return { shift, planned, isOnDuty, isBusy, start, end };
}

function remembered(me: string): Duty | null {
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null") as Duty | null;
  return kept?.staff === me ? kept : null;
}
