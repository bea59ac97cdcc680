/** The shared clock of the board, in whole seconds: what depends on it is worked out once a second, not four times. */

import { defineStore } from "pinia";
import { computed } from "vue";
import { useLive } from "@/shared/stores/live";

export const useSecond = defineStore("second", () => {
  const live = useLive();
  const nowMs = computed(() => Math.floor(live.now / 1000) * 1000);
  /** To the hour, for what changes once a day. */
  const hourMs = computed(() => Math.floor(live.now / 3_600_000) * 3_600_000);
  return { nowMs, hourMs };
});
