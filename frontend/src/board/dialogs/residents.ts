/** Residents found by whatever is typed; the answer to what was typed before never replaces a newer one. */

import { onBeforeUnmount, ref, shallowRef, watch } from "vue";
import { http } from "@/core/http";
import type { FoundResident, ResidentList } from "@/core/wire";
import { inWords } from "@/shared/trouble";

const PAUSE_MS = 200;
const LIMIT = 20;

export function useResidents() {
  const typed = ref("");
  /** Null while nothing was asked. */
  const found = shallowRef<FoundResident[] | null>(null);
  const trouble = ref("");
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(text: string, mine: number): Promise<void> {
    try {
      const path = `/api/v1/residents?limit=${LIMIT}&search=${encodeURIComponent(text)}`;
      const { residents } = await http<ResidentList>(path);
      if (mine !== asked) return;
      found.value = residents;
      trouble.value = "";
    } catch (problem) {
      if (mine === asked) trouble.value = inWords(problem, (id) => id);
    }
  }

  watch(typed, (text) => {
    clearTimeout(timer);
    const mine = ++asked;
    if (text.trim() === "") found.value = null;
    else timer = setTimeout(() => void ask(text.trim(), mine), PAUSE_MS);
  });
  onBeforeUnmount(() => clearTimeout(timer));

  return { typed, found, trouble };
}
