/** Who could go to a call, read from the service; narrowed by what is typed. */

import { computed, ref, shallowRef } from "vue";
import { http } from "@/core/http";
import type { Candidate, CandidateList } from "@/core/wire";
import { useLive } from "@/shared/stores/live";
import { inWords } from "@/shared/trouble";

export function useCandidates(call: string) {
  const live = useLive();
  const all = shallowRef<Candidate[] | null>(null);
  const typed = ref("");
  const trouble = ref("");

  const found = computed(() => {
    const wanted = typed.value.trim().toLowerCase();
    return (all.value ?? []).filter((one) =>
      [one.name, one.staff, one.phone, live.stationName(one.station)].some((text) =>
        text?.toLowerCase().includes(wanted),
      ),
    );
  });

  async function read(): Promise<void> {
    try {
      all.value = (await http<CandidateList>(`/api/v1/calls/${call}/candidates`)).candidates;
      trouble.value = "";
    } catch (problem) {
      trouble.value = inWords(problem, live.staffName);
    }
  }

  return { all, found, typed, trouble, read };
}
