import { describe, expect, it } from "vitest";
import { emergenciesOf, isMuted, LONGEST_MUTE_MS, muteFrom, sounding, TONES } from "@/board/alarm/sounding";
import { lengthOf, MELODIES } from "@/board/alarm/tones";
import { aCall, ago, ahead, NOW } from "./building";

const NOBODY = new Map<string, number>();
const heard = (...told: Parameters<typeof aCall>[0][]) => sounding(told.map(aCall), NOBODY, NOW);

describe("what sounds", () => {
  it("sounds a waiting call by its kind", () => {
    expect(heard({})).toEqual(["emergency"]);
    expect(heard({ kind: "assistance" })).toEqual(["assistance"]);
    expect(heard({ kind: "welfare" })).toEqual(["assistance"]);
  });

  it("sounds unanswered differently, and above all else", () => {
    expect(heard({ kind: "assistance", unanswered_at: ago(1) }, {})).toEqual(["unanswered", "emergency"]);
    expect(heard({ breach: true })).toEqual(["unanswered"]);
  });

  it("is quiet when somebody goes, talks, has talked or holds the call", () => {
    expect(heard({ state: "travelling" })).toEqual([]);
    expect(heard({ claim: { dispatcher: "d001", since: ago(5), until: ahead(40) } })).toEqual([]);
    expect(heard({ claim: { dispatcher: "d001", since: ago(5), until: ago(1) } })).toEqual([]);
    expect(heard({ held_until: ahead(60) })).toEqual([]);
  });

  it("sounds again when a call is given back and when a hold is over", () => {
    const before = { dispatcher: "d001", since: ago(500), until: ago(400) };

    expect(heard({ claim: before, first_human_at: ago(500), routed_from: ago(3) })).toEqual(["emergency"]);
    expect(heard({ held_until: ago(1) })).toEqual(["emergency"]);
  });

  it("sounds late until somebody has taken note, and again at the next late step", () => {
    const late = aCall({ state: "accepted", late: true, late_steps: ["departure"] });
    const later = { ...late, late_steps: ["departure" as const, "arrival" as const] };
    const noticed = new Map([[late.id, 1]]);

    expect(sounding([late], NOBODY, NOW)).toEqual(["late"]);
    expect(sounding([late], noticed, NOW)).toEqual([]);
    expect(sounding([later], noticed, NOW)).toEqual(["late"]);
  });

  it("never sounds for equipment", () => {
    expect(heard({ kind: "technical", unanswered_at: ago(1), late: true, late_steps: ["arrival"] })).toEqual([]);
  });
});

describe("the mute", () => {
  const waiting = (...ids: string[]) =>
    emergenciesOf(
      ids.map((id) => aCall({ id })),
      NOBODY,
      NOW,
    );

  it("lasts a minute and no longer", () => {
    const mute = muteFrom(NOW, waiting("a"));

    expect(isMuted(mute, waiting("a"), NOW + LONGEST_MUTE_MS - 1)).toBe(true);
    expect(isMuted(mute, waiting("a"), NOW + LONGEST_MUTE_MS)).toBe(false);
    expect(LONGEST_MUTE_MS).toBeLessThanOrEqual(60_000);
  });

  it("is broken by a new emergency, not by one that goes", () => {
    const mute = muteFrom(NOW, waiting("a", "b"));

    expect(isMuted(mute, waiting("a"), NOW + 1)).toBe(true);
    expect(isMuted(mute, waiting("a", "b", "new"), NOW + 1)).toBe(false);
  });

  it("is broken by assistance that becomes an emergency", () => {
    const mute = muteFrom(NOW, emergenciesOf([aCall({ id: "a", kind: "assistance" })], NOBODY, NOW));

    expect(isMuted(mute, waiting("a"), NOW + 1)).toBe(false);
  });
});

describe("the tones", () => {
  it("differ from each other, and each ends before it comes again", () => {
    const written = TONES.map((tone) => JSON.stringify(MELODIES[tone].notes));

    expect(new Set(written).size).toBe(TONES.length);
    expect(TONES.filter((tone) => lengthOf(tone) >= MELODIES[tone].everySeconds)).toEqual([]);
  });
});
