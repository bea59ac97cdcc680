/** The tones as notes, and how they are played: made by Web Audio, no file is fetched. */

import type { Tone } from "@/board/alarm/sounding";

/** From `hz` to `toHz` (the same when absent), `at` seconds after the tone begins, for `seconds`. */
export interface Note {
  at: number;
  seconds: number;
  hz: number;
  toHz?: number;
  shape: OscillatorType;
  loud: number;
}

export interface Melody {
  everySeconds: number;
  notes: readonly Note[];
}

const repeat = (times: number, gap: number, note: Omit<Note, "at">): Note[] =>
  Array.from({ length: times }, (_, place) => ({ ...note, at: place * gap }));

/** Emergency: a quick high pair, thrice. Assistance: a soft falling chime. Unanswered: a rising siren. Late: low knocks. */
export const MELODIES: Readonly<Record<Tone, Melody>> = {
  emergency: {
    everySeconds: 3,
    notes: [
      ...repeat(3, 0.36, { seconds: 0.15, hz: 1175, shape: "square", loud: 0.22 }),
      ...repeat(3, 0.36, { seconds: 0.15, hz: 880, shape: "square", loud: 0.22 }).map((note) => ({
        ...note,
        at: note.at + 0.17,
      })),
    ],
  },
  unanswered: {
    everySeconds: 4,
    notes: repeat(2, 0.9, { seconds: 0.8, hz: 440, toHz: 1320, shape: "sawtooth", loud: 0.26 }),
  },
  late: { everySeconds: 8, notes: repeat(3, 0.28, { seconds: 0.16, hz: 294, shape: "triangle", loud: 0.5 }) },
  assistance: {
    everySeconds: 6,
    notes: [
      { at: 0, seconds: 0.5, hz: 659, shape: "sine", loud: 0.35 },
      { at: 0.3, seconds: 0.7, hz: 523, shape: "sine", loud: 0.35 },
    ],
  },
  lost: { everySeconds: 10, notes: [{ at: 0, seconds: 0.9, hz: 392, toHz: 196, shape: "triangle", loud: 0.4 }] },
};

export const lengthOf = (tone: Tone): number => Math.max(...MELODIES[tone].notes.map((note) => note.at + note.seconds));

const RISE_SECONDS = 0.015;

export function play(context: AudioContext, tone: Tone): void {
  for (const note of MELODIES[tone].notes) {
    const begin = context.currentTime + note.at;
    const end = begin + note.seconds;
    const voice = new OscillatorNode(context, { type: note.shape, frequency: note.hz });
    const gain = new GainNode(context, { gain: 0 });
    if (note.toHz) voice.frequency.linearRampToValueAtTime(note.toHz, end);
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(note.loud, begin + RISE_SECONDS);
    gain.gain.setValueAtTime(note.loud, Math.max(begin + RISE_SECONDS, end - note.seconds / 2));
    gain.gain.linearRampToValueAtTime(0, end);
    voice.connect(gain).connect(context.destination);
    voice.start(begin);
    voice.stop(end);
  }
}
