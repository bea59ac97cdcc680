/** The sounds of the phone, computed: an emergency wails without a pause, everything else chimes and rests. */

export type Tone = "emergency" | "assistance" | "trial";

interface Note {
  at: number;
  lasts: number;
  hertz: number;
}

/** Seconds of one round, after which it begins again. */
export const ROUND_SECONDS: Record<Tone, number> = { emergency: 1, assistance: 2.4, trial: 0.6 };

const NOTES: Record<Tone, readonly Note[]> = {
  emergency: [
    { at: 0, lasts: 0.25, hertz: 960 },
    { at: 0.25, lasts: 0.25, hertz: 770 },
    { at: 0.5, lasts: 0.25, hertz: 960 },
    { at: 0.75, lasts: 0.25, hertz: 770 },
  ],
  assistance: [
    { at: 0, lasts: 0.35, hertz: 659 },
    { at: 0.3, lasts: 0.35, hertz: 784 },
    { at: 0.6, lasts: 0.7, hertz: 988 },
  ],
  trial: [
    { at: 0, lasts: 0.2, hertz: 784 },
    { at: 0.22, lasts: 0.35, hertz: 988 },
  ],
};

/** Pauses and buzzes in milliseconds, as `navigator.vibrate` takes them; as long as the tone's round. */
export const BUZZES: Record<Tone, number[]> = {
  emergency: [400, 100, 400, 100],
  assistance: [300, 200, 300, 1600],
  trial: [120],
};

const EDGE_SECONDS = 0.01;

/** One round as samples between -1 and 1; it can be played in a loop without a click. */
export function samples(tone: Tone, sampleRate: number): Float32Array<ArrayBuffer> {
  const round = new Float32Array(Math.round(ROUND_SECONDS[tone] * sampleRate));
  const isHarsh = tone === "emergency";
  for (const note of NOTES[tone]) {
    const from = Math.round(note.at * sampleRate);
    const length = Math.min(Math.round(note.lasts * sampleRate), round.length - from);
    for (let i = 0; i < length; i += 1) {
      const t = i / sampleRate;
      const wave = Math.sin(2 * Math.PI * note.hertz * t);
      const voice = isHarsh ? Math.tanh(3 * wave) : wave * Math.exp(-3 * t);
      const edge = Math.min(1, t / EDGE_SECONDS, (length - 1 - i) / sampleRate / EDGE_SECONDS);
      round[from + i] = clamp((round[from + i] ?? 0) + 0.8 * voice * edge);
    }
  }
  return round;
}

const clamp = (x: number) => Math.max(-1, Math.min(1, x));
