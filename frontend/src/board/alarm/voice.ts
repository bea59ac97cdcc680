/** The alarm of this screen: what the rules say should sound, as long as somebody has not acted. */

import { defineStore } from "pinia";
import { computed, ref, shallowReactive, shallowRef } from "vue";
import { emergenciesOf, isMuted, muteFrom, sounding, type Mute, type Tone } from "@/board/alarm/sounding";
import { lengthOf, MELODIES, play } from "@/board/alarm/tones";
import { useSecond } from "@/board/second";
import type { LiveEvent, Role } from "@/core/words";
import { useLive } from "@/shared/stores/live";

const LOOK_MS = 250;
const PAUSE_SECONDS = 0.3;
const DESK: readonly Role[] = ["dispatcher", "supervisor", "administrator"];

export const useAlarm = defineStore("alarm", () => {
  const live = useLive();
  const clock = useSecond();
  let context: AudioContext | null = null;
  /** `running`, or why nothing can be heard. */
  const state = ref<AudioContextState | "none">("AudioContext" in globalThis ? "suspended" : "none");
  const noticed = shallowReactive(new Map<string, number>());
  const mute = shallowRef<Mute | null>(null);
  const lastPlayed = new Map<Tone, number>();
  let busyUntil = 0;
  let timer: ReturnType<typeof setInterval> | null = null;
  let unlisten: (() => void) | null = null;

  const emergencies = computed(() => emergenciesOf(live.calls.values(), noticed, clock.nowMs));
  const muted = computed(() => isMuted(mute.value, emergencies.value, live.now));
  const muteSeconds = computed(() =>
    mute.value && muted.value ? Math.ceil((mute.value.untilMs - live.now) / 1000) : 0,
  );
  const tones = computed<Tone[]>(() => [
    ...sounding(live.calls.values(), noticed, clock.nowMs),
    ...(live.hasPicture && !live.isLive ? (["lost"] as const) : []),
  ]);

  function look(): void {
    if (mute.value && !muted.value) mute.value = null;
    if (context?.state !== "running" || muted.value) return;
    const at = context.currentTime;
    for (const tone of tones.value) {
      const isDue = at - (lastPlayed.get(tone) ?? Number.NEGATIVE_INFINITY) >= MELODIES[tone].everySeconds;
      if (!isDue || at < busyUntil) continue;
      lastPlayed.set(tone, at);
      busyUntil = at + lengthOf(tone) + PAUSE_SECONDS;
      play(context, tone);
    }
  }

  /** Somebody at this desk has looked at the call: its lateness need not sound any more. */
  function notice(call: string): void {
    const late = live.calls.get(call)?.late_steps.length ?? 0;
    if (late > 0) noticed.set(call, late);
  }

  function heed({ fact }: LiveEvent): void {
    if (fact.call && DESK.includes(fact.actor.role)) notice(fact.call);
  }

  function toggleMute(): void {
    mute.value = muted.value ? null : muteFrom(live.now, emergencies.value);
  }

  /** Browsers let a page sound after a touch or a key, and complain when it tries before. */
  async function open(): Promise<void> {
    if (state.value === "none") return;
    context ??= makeContext();
    if (context.state !== "running") await context.resume();
  }

  function makeContext(): AudioContext {
    const made = new AudioContext();
    made.addEventListener("statechange", () => (state.value = made.state));
    state.value = made.state;
    return made;
  }

  const touch = () => void open();

  function start(): void {
    stop();
    timer = setInterval(look, LOOK_MS);
    unlisten = live.onEvent(heed);
    if (navigator.userActivation.hasBeenActive) touch();
    // Not at "pointerdown": the red bar would go from above the row that the pointer is pressing.
    addEventListener("pointerup", touch);
    addEventListener("keydown", touch);
  }

  function stop(): void {
    if (timer !== null) clearInterval(timer);
    unlisten?.();
    timer = unlisten = null;
    removeEventListener("pointerup", touch);
    removeEventListener("keydown", touch);
  }

  return { state, tones, muted, muteSeconds, toggleMute, notice, open, start, stop };
});
