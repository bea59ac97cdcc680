/** The shared clock of the board, in whole seconds: what depends on it is worked out once a second, not four times. */

import { defineStore } from "pinia";
import { computed } from "vue";
import { useLive } from "@/shared/stores/live";

export const useSecond = defineStore("second", () => {
  const live = useLive();
  const nowMs = computed(() => Math.floor(live.now / 1000) * 1000);
  return { nowMs };
});
