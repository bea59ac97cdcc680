/** My calls today, as the service counts them. */

import { onScopeDispose, shallowRef, watch } from "vue";
import { http } from "@/core/http";
import type { MyCalls } from "@/core/wire";
import { useLive } from "@/shared/stores/live";
import { answerOrNull } from "./asking";

const SETTLE_MS = 400;
const CHANGES_MY_DAY = new Set(["call_accepted", "call_assigned", "call_released", "call_resolved", "call_reopened"]);

export function useDay() {
  const live = useLive();
  const day = shallowRef<(MyCalls & { readAt: number }) | null>(null);
  let settling: ReturnType<typeof setTimeout> | null = null;

  async function read(): Promise<void> {
    const answer = await answerOrNull(http<MyCalls>("/api/v1/me/calls"));
    if (answer) day.value = { ...answer, readAt: live.serverNow() };
  }

  function readSoon(): void {
    if (settling !== null) clearTimeout(settling);
    settling = setTimeout(() => void read(), SETTLE_MS);
  }

  const leaveEvents = live.onEvent(({ fact }) => {
    if (CHANGES_MY_DAY.has(fact.kind)) readSoon();
  });
  watch(
    () => live.isLive,
    (isLive) => isLive && readSoon(),
    { immediate: true },
  );
  onScopeDispose(() => {
    leaveEvents();
    if (settling !== null) clearTimeout(settling);
  });
  return { day };
}
