/** Whether the device itself says that it has a network; a yes proves nothing. */

import { onScopeDispose, ref, type Ref } from "vue";

export function useNetwork(): Readonly<Ref<boolean>> {
  const isThere = ref(navigator.onLine);
  const look = () => void (isThere.value = navigator.onLine);
  addEventListener("online", look);
  addEventListener("offline", look);
  onScopeDispose(() => {
    removeEventListener("online", look);
    removeEventListener("offline", look);
  });
  return isThere;
}
