/** Keeps the screen on while on duty. The browser takes the lock back when the page is hidden or the battery is low. */

import { onScopeDispose, ref, watch, type Ref } from "vue";

export type WakeState = "on" | "off" | "missing";

export function useWakeLock(wanted: Readonly<Ref<boolean>>): {
  state: Readonly<Ref<WakeState>>;
  hold(): Promise<void>;
} {
  const state = ref<WakeState>("wakeLock" in navigator ? "off" : "missing");
  let lock: WakeLockSentinel | null = null;

  async function hold(): Promise<void> {
    if (state.value !== "off" || document.visibilityState !== "visible") return;
    try {
      lock = await navigator.wakeLock.request("screen");
    } catch {
      return; // low battery, or hidden meanwhile: the state stays `off` and is shown
    }
    state.value = "on";
    lock.onrelease = () => (state.value = "off");
  }

  const again = () => {
    if (wanted.value) void hold();
  };
  watch(wanted, (now) => void (now ? hold() : lock?.release()), { immediate: true });
  document.addEventListener("visibilitychange", again);
  onScopeDispose(() => {
    document.removeEventListener("visibilitychange", again);
    void lock?.release();
  });
  return { state, hold };
}
