/** What lies on this desk: the chosen call, the filters, the open dialog, and whether single keys work. */

import { defineStore } from "pinia";
import { ref, watch } from "vue";
import type { DeskVerb } from "@/board/verbs/possible";

export type DialogVerb = Exclude<DeskVerb, "answer" | "escalate">;
export type Dialog = { is: DialogVerb; call: string } | { is: "open" } | { is: "keys" };

const KEPT = "single-keys";

export const useDesk = defineStore("desk", () => {
  const chosen = ref<string | null>(null);
  const station = ref<string | null>(null);
  const search = ref("");
  const dialog = ref<Dialog | null>(null);
  const hasSingleKeys = ref(localStorage.getItem(KEPT) !== "off");

  watch(hasSingleKeys, (on) => localStorage.setItem(KEPT, on ? "on" : "off"));

  return { chosen, station, search, dialog, hasSingleKeys };
});
