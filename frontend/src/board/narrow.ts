/** True where the open call covers the list instead of standing beside it. */

import { onBeforeUnmount, ref, type Ref } from "vue";

const NARROW = "(max-width: 859px)";

export function useNarrow(): Ref<boolean> {
  const query = matchMedia(NARROW);
  const isNarrow = ref(query.matches);
  const look = () => (isNarrow.value = query.matches);
  query.addEventListener("change", look);
  onBeforeUnmount(() => query.removeEventListener("change", look));
  return isNarrow;
}
