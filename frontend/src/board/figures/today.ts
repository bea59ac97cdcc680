/** Today's response times as the service reports them: read each minute and soon after a call closes, never computed here. */

import { onBeforeUnmount, onMounted, ref, shallowRef } from "vue";
import { http, Problem, Unreachable } from "@/core/http";
import type { ResponseTimes } from "@/core/wire";
import { onDay } from "@/shared/moments";
import { useLive } from "@/shared/stores/live";

const EVERY_MS = 60_000;
const AFTER_CLOSE_MS = 2_000;

export function useToday() {
  const live = useLive();
  const report = shallowRef<ResponseTimes | null>(null);
  const isAway = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unlisten: (() => void) | undefined;

  async function read(): Promise<void> {
    plan(EVERY_MS);
    const from = encodeURIComponent(`${onDay(live.serverNow())}T00:00:00+08:00`);
    try {
      report.value = await http<ResponseTimes>(`/api/v1/reports/response-times?from=${from}&by=kind`);
      isAway.value = false;
    } catch (trouble) {
      if (!(trouble instanceof Problem || trouble instanceof Unreachable)) throw trouble;
      isAway.value = true;
    }
  }

  function plan(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void read(), ms);
  }

  onMounted(() => {
    void read();
    unlisten = live.onEvent(({ fact }) => {
      if (fact.kind === "call_resolved") plan(AFTER_CLOSE_MS);
    });
  });
  onBeforeUnmount(() => {
    clearTimeout(timer);
    unlisten?.();
  });

  return { report, isAway };
}
