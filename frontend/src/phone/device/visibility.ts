/** Whether this page is in front. */

import { onScopeDispose, ref, type Ref } from "vue";

export function useHidden(): Readonly<Ref<boolean>> {
  const isHidden = ref(document.visibilityState === "hidden");
  const look = () => (isHidden.value = document.visibilityState === "hidden");
  document.addEventListener("visibilitychange", look);
  onScopeDispose(() => document.removeEventListener("visibilitychange", look));
  return isHidden;
}
