import { describe, expect, it } from "vitest";
import { grouped } from "@/board/panel/grouping";
import { say, type FactKind, type Saying } from "@/board/panel/saying";
import en from "@/words/en/board";
import zh from "@/words/zh-CN/board";
import { aFact, ago, ahead } from "./building";

const OFFER = { offer: "o1", caregiver: "c001" };
const SIGNAL = { unit: "U1", boot: "aaaa0001", n: 1, received_at: ago(0) };
const UNIT = { unit: "U1", call: null, version: null };
const SHIFT = { caregiver: "c001", call: null, version: null };

/** One fact of every kind; a kind without an example does not compile. */
const FIELDS: Record<FactKind, Record<string, unknown>> = {
  call_raised: { ...SIGNAL, call_kind: "emergency", button: "emergency", pressed_at: ago(2), clock_suspect: false },
  call_repeated: { ...SIGNAL, call_kind: "emergency", button: "emergency", pressed_at: null },
  cancel_requested: SIGNAL,
  offer_made: { ...OFFER, wave: 1, expires_at: ahead(60), distance_metres: 600 },
  offer_delivered: OFFER,
  offer_seen: OFFER,
  offer_declined: { ...OFFER, reason: "busy" },
  offer_expired: OFFER,
  offer_withdrawn: { ...OFFER, reason: "accepted", accepted_by: "c002" },
  call_escalated: { wave: 3, reason: "nobody_to_ask", skipped: [1, 2], call_kind: "emergency" },
  call_unanswered: { wave: 4 },
  call_breached: { limit_seconds: 180 },
  call_answered: { dispatcher: "d001", until: ahead(45), renewed: false, taken_from: "d002" },
  call_accepted: { ...OFFER, arriving_in_minutes: 4, replaces: "c002" },
  call_assigned: { caregiver: "c001", arriving_in_minutes: 4, replaces: null },
  caregiver_departed: { caregiver: "c001" },
  caregiver_arrived: { caregiver: "c001" },
  arrival_proven: { caregiver: "c001", unit: "U1" },
  call_released: { caregiver: "c001", reason: "outranked" },
  call_late: { step: "departure", limit_seconds: 300 },
  call_noted: { text: "女儿已在路上" },
  call_held: { until: ahead(300), reason: null },
  call_reopened: { reason: "not_given" },
  call_resolved: { outcome: "helped", reason: null, satisfaction: 5, caregiver: "c001" },
  unit_silent: { ...UNIT, last_heard_at: ago(200), resident: "R1" },
  unit_restored: UNIT,
  unit_fault: { ...UNIT, fault: "mains_lost", resident: "R1" },
  unit_fault_cleared: { ...UNIT, fault: "mains_lost" },
  signals_missing: { ...UNIT, boot: "aaaa0001", first: 4, last: 6 },
  shift_started: { ...SHIFT, can_ring: true, planned: true },
  shift_changed: { ...SHIFT, can_ring: false },
  shift_ended: SHIFT,
  phone_silent: { ...SHIFT, last_heard_at: ago(40) },
  phone_restored: SHIFT,
  policy_changed: { call: null, version: null, policy_version: 2, document: {} },
};
const KINDS = Object.keys(FIELDS) as FactKind[];
const sayOne = (kind: FactKind, told: Record<string, unknown> = {}) => say([aFact({ kind, ...FIELDS[kind], ...told })]);

interface Tree {
  [key: string]: string | Tree;
}
function wordAt(words: Tree, path: string): string | undefined {
  const found = path
    .split(".")
    .reduce<string | Tree | undefined>((here, step) => (typeof here === "object" ? here[step] : undefined), words);
  return typeof found === "string" ? found : undefined;
}

const filled = (saying: Saying) =>
  Object.keys({ ...saying.values, ...saying.people, ...saying.moments, ...saying.words });

describe.each([
  ["Chinese", zh],
  ["English", en],
] as const)("facts in %s", (_, words) => {
  it.each(KINDS)("has a sentence for %s, with nothing left unfilled", (kind) => {
    for (const part of sayOne(kind)) {
      const sentence = wordAt(words, part.key);
      const holes = [...(sentence ?? "").matchAll(/\{(\w+)\}/g)].map((match) => match[1]);

      expect(sentence, part.key).toBeTruthy();
      expect(filled(part)).toEqual(expect.arrayContaining(holes));
    }
  });
});

describe("the particulars of a fact", () => {
  it("shows the device's clock where it tells another second", () => {
    expect(sayOne("call_raised").map((part) => part.key)).toContain("more.deviceClock");
    expect(sayOne("call_raised", { pressed_at: ago(0) })).toHaveLength(1);
  });

  it("marks a clock that cannot be trusted", () => {
    expect(sayOne("call_raised", { clock_suspect: true }).map((part) => part.key)).toContain("more.suspectClock");
  });

  it("tells when a deed was done that waited for a network, and only then", () => {
    expect(sayOne("caregiver_departed", { claimed_at: ago(300) }).map((part) => part.key)).toContain("more.claimed");
    expect(sayOne("caregiver_departed", { at: ago(0), claimed_at: ago(1) })).toHaveLength(1);
    expect(sayOne("caregiver_departed")).toHaveLength(1);
  });

  it("does not repeat that no reason was given", () => {
    expect(sayOne("call_reopened")).toHaveLength(1);
  });

  it("keeps a reason that somebody wrote in their own words", () => {
    const [, reason] = sayOne("call_released", { reason: "车坏了" });

    expect(reason?.words?.reason).toEqual({ key: "reason.车坏了", otherwise: "车坏了" });
  });
});

describe("facts told together", () => {
  const made = (caregiver: string, told: Record<string, unknown> = {}) =>
    aFact({ kind: "offer_made", ...FIELDS.offer_made, caregiver, ...told });

  it("tells the offers of one wave and second in one line", () => {
    const [group] = grouped([made("c001"), made("c002")]);

    expect(group && say(group)[0]).toMatchObject({ people: { who: ["c001", "c002"] }, values: { wave: 1, n: 2 } });
  });

  it("keeps waves, seconds and kinds apart", () => {
    const facts = [
      made("c001"),
      made("c002", { wave: 2 }),
      made("c003", { wave: 2, at: ago(-2) }),
      aFact({ kind: "call_noted", text: "x" }),
    ];

    expect(grouped(facts)).toHaveLength(4);
  });

  it("tells a long talk's renewals in one line and loses none", () => {
    const renewed = { kind: "call_answered", ...FIELDS.call_answered, taken_from: null } as const;
    const facts = [aFact(renewed), ...[15, 30, 45].map((s) => aFact({ ...renewed, renewed: true, at: ago(-s) }))];
    const groups = grouped(facts);

    expect(groups.map((group) => group.length)).toEqual([1, 3]);
    expect(groups[1] && say(groups[1])[0]).toMatchObject({ key: "more.renewed", values: { n: 3 } });
  });
});
