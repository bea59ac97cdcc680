/** One call in full: read once, kept up by the facts of the feed, read again when one of them is missing. */

import { computed, onBeforeUnmount, shallowRef, watch } from "vue";
import { http, Problem, Unreachable } from "@/core/http";
import type { CallDetail } from "@/core/wire";
import type { Fact, LiveEvent } from "@/core/words";
import { useLive } from "@/shared/stores/live";

export type Reading = "none" | "reading" | "ready" | "unknown" | "refused" | "away";

export function useDetail(id: () => string | undefined) {
  const live = useLive();
  const reading = shallowRef<Reading>("none");
  const detail = shallowRef<CallDetail | null>(null);
  const facts = shallowRef<readonly Fact[]>([]);
  let asked = 0;

  /** The newer of what was read and what the live picture says. */
  const call = computed(() => {
    const [live_, read] = [live.calls.get(id() ?? ""), detail.value?.call];
    return live_ && (!read || live_.version >= read.version) ? live_ : (read ?? null);
  });

  async function read(): Promise<void> {
    const wanted = id();
    if (wanted === undefined) return;
    const mine = ++asked;
    if (detail.value === null) reading.value = "reading";
    try {
      const found = await http<CallDetail>(`/api/v1/calls/${encodeURIComponent(wanted)}`);
      if (mine !== asked) return;
      detail.value = found;
      facts.value = found.facts;
      reading.value = "ready";
    } catch (trouble) {
      if (!(trouble instanceof Problem || trouble instanceof Unreachable)) throw trouble;
      if (mine === asked && detail.value === null) reading.value = whyNot(trouble);
    }
  }

  function append({ fact }: LiveEvent): void {
    if (detail.value === null || fact.call !== id() || fact.version === null) return;
    const known = facts.value.at(-1)?.version ?? 0;
    if (fact.version <= known) return;
    const isNext = fact.version === known + 1;
    if (isNext) facts.value = [...facts.value, fact];
    if (!isNext || fact.kind === "call_resolved" || fact.kind === "call_reopened") void read();
  }

  watch(
    id,
    () => {
      asked++;
      detail.value = null;
      facts.value = [];
      reading.value = "none";
      void read();
    },
    { immediate: true },
  );
  const stops = [live.onEvent(append), live.onSnapshot(() => void read())];
  onBeforeUnmount(() => stops.forEach((stop) => stop()));

  return { reading, detail, facts, call, read };
}

function whyNot(trouble: Problem | Unreachable): Reading {
  if (trouble instanceof Unreachable || trouble.isPassing) return "away";
  return trouble.status === 403 ? "refused" : trouble.status === 401 ? "away" : "unknown";
}
