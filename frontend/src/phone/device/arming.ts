/** A button that has just become another does not take the second tap that was meant for the one before. */

import { onScopeDispose, ref, watch, type Ref } from "vue";

const REST_MS = 800;

/** False for a moment at first, and whenever `meaning` changes. */
export function useArmed(meaning: () => unknown = () => null): Readonly<Ref<boolean>> {
  const isArmed = ref(false);
  let resting: ReturnType<typeof setTimeout> | undefined;
  watch(
    meaning,
    () => {
      isArmed.value = false;
      clearTimeout(resting);
      resting = setTimeout(() => (isArmed.value = true), REST_MS);
    },
    { immediate: true, flush: "sync" },
  );
  onScopeDispose(() => clearTimeout(resting));
  return isArmed;
}
