/** The phone's voice: a tone in a loop and the buzz beside it. It only speaks after a tap has unlocked it. */

import { onScopeDispose, ref, type Ref } from "vue";
import { BUZZES, ROUND_SECONDS, samples, type Tone } from "../rules/tones";
import type { Hearing } from "../rules/hearing";

const WATCH_MS = 1_000;
const UNLOCK_PATIENCE_MS = 1_500;

export interface Ringer {
  audio: Readonly<Ref<Hearing["audio"]>>;
  /** To be called from a tap; true when sound comes out from now on. A short trial tone lets the person hear it. */
  unlock(): Promise<boolean>;
  /** Ring until told otherwise; null is silence. */
  ring(tone: Tone | null): void;
}

export function useRinger(): Ringer {
  const audio = ref<Hearing["audio"]>("blocked");
  let context: AudioContext | null = null;
  let playing: { tone: Tone; stop: () => void } | null = null;
  let clockBefore = -1;

  function look(): void {
    if (context === null) return;
    const stands = context.currentTime === clockBefore;
    clockBefore = context.currentTime;
    audio.value = context.state !== "running" ? "blocked" : stands ? "stuck" : "running";
  }

  async function unlock(): Promise<boolean> {
    if (!("AudioContext" in globalThis)) {
      audio.value = "missing";
      return false;
    }
    if (context === null) {
      context = new AudioContext({ latencyHint: "interactive" });
      context.onstatechange = look;
    }
    const resumed = context.resume();
    play(context, "trial", false);
    await Promise.race([resumed, new Promise((late) => setTimeout(late, UNLOCK_PATIENCE_MS))]);
    clockBefore = -1;
    look();
    if (playing) {
      const { tone } = playing;
      ring(null);
      ring(tone);
    }
    return audio.value === "running";
  }

  function ring(tone: Tone | null): void {
    if (playing?.tone === tone) return;
    playing?.stop();
    playing = null;
    if (tone === null) return;
    const source = context && play(context, tone, true);
    const buzz = () => vibrate(BUZZES[tone]);
    buzz();
    const buzzing = setInterval(buzz, ROUND_SECONDS[tone] * 1_000);
    playing = {
      tone,
      stop() {
        source?.stop();
        clearInterval(buzzing);
        vibrate(0);
      },
    };
  }

  /** A telephone call or the lock screen may have silenced us: try to come back without a tap. */
  const retry = () => {
    if (document.visibilityState === "visible") void context?.resume().then(look, look);
  };

  const watching = setInterval(look, WATCH_MS);
  document.addEventListener("visibilitychange", retry);
  onScopeDispose(() => {
    clearInterval(watching);
    document.removeEventListener("visibilitychange", retry);
    ring(null);
    void context?.close();
  });
  return { audio, unlock, ring };
}

/** Some phones have no such thing. */
function vibrate(pattern: number | number[]): void {
  if ("vibrate" in navigator) navigator.vibrate(pattern);
}

function play(context: AudioContext, tone: Tone, inLoop: boolean): AudioBufferSourceNode {
  const round = samples(tone, context.sampleRate);
  const buffer = context.createBuffer(1, round.length, context.sampleRate);
  buffer.copyToChannel(round, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.loop = inLoop;
  source.connect(context.destination);
  source.start();
  return source;
}
