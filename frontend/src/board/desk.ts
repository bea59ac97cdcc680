/** What lies on this desk: the chosen call, the filters, the open dialog, and whether single keys work. */

import { defineStore } from "pinia";
import { ref, shallowRef, watch } from "vue";
import type { DeskVerb } from "@/board/verbs/possible";
import type { Call } from "@/core/words";

export type DialogVerb = Exclude<DeskVerb, "answer" | "escalate">;
/** A verb's dialog carries the call as it was seen, and whose it is, in words. */
export type Dialog = { is: DialogVerb; call: Call; name: string } | { is: "open" } | { is: "keys" };

const KEPT = "single-keys";

export const useDesk = defineStore("desk", () => {
  const chosen = ref<string | null>(null);
  const station = ref<string | null>(null);
  const search = ref("");
  /** The call that the panel shows, open or closed, and whose it is. */
  const shown = shallowRef<Call | null>(null);
  const shownName = ref("");
  const dialog = shallowRef<Dialog | null>(null);
  const hasSingleKeys = ref(localStorage.getItem(KEPT) !== "off");

  watch(hasSingleKeys, (on) => localStorage.setItem(KEPT, on ? "on" : "off"));

  return { chosen, shown, shownName, station, search, dialog, hasSingleKeys };
});
