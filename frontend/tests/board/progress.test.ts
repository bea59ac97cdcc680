import { describe, expect, it } from "vitest";
import { markOf, progressOf } from "@/board/calls/progress";
import { aCall, ago, ahead, anOffer, NOW } from "./building";

const DELIVERY_SECONDS = 5;
const of = (told: Parameters<typeof aCall>[0]) => progressOf(aCall(told), DELIVERY_SECONDS, NOW);

describe("what a row says of a waiting call", () => {
  it("counts who was asked, who saw it and who was not reached", () => {
    const offers = [
      anOffer({ id: "1", state: "delivered", delivered_at: ago(8), seen_at: ago(3), made_at: ago(9) }),
      anOffer({ id: "2", caregiver: "c002", made_at: ago(9) }),
      anOffer({ id: "3", caregiver: "c003", made_at: ago(9) }),
    ];

    expect(of({ offers })).toEqual({
      headline: { key: "asked", n: 3 },
      details: [
        { key: "seenOne", who: "c001" },
        { key: "unreached", n: 2 },
      ],
    });
  });

  it("says when every screen has it", () => {
    expect(of({ offers: [anOffer({ state: "delivered", delivered_at: ago(1) })] }).details).toEqual([
      { key: "allReached" },
    ]);
  });

  it("says that the search runs, or that nobody is there to ask", () => {
    expect(of({ wave: 0 }).headline).toEqual({ key: "searching" });
    expect(of({ wave: 2 }).headline).toEqual({ key: "nobody", n: 2 });
  });

  it("names who talks before anything else", () => {
    const claim = { dispatcher: "d001", since: ago(3), until: ahead(40) };

    expect(of({ claim, unanswered_at: ago(1) }).headline).toEqual({ key: "talking", who: "d001" });
  });

  it("says until when the search is held", () => {
    expect(of({ held_until: ahead(60) }).headline).toEqual({ key: "held", at: ahead(60) });
  });

  it("leaves a task to its station", () => {
    expect(of({ kind: "technical" }).headline).toEqual({ key: "station" });
  });
});

describe("what a row says of a call that somebody goes to", () => {
  it("names who, how far they are and when they come", () => {
    expect(of({ state: "travelling", accepted_by: "c001", arriving_in_minutes: 4 })).toEqual({
      headline: { key: "travelling", who: "c001" },
      details: [{ key: "minutes", n: 4 }],
    });
  });

  it("says what is late and that a second one was asked", () => {
    const late = of({ state: "accepted", accepted_by: "c001", late_steps: ["departure"], offers: [anOffer()] });

    expect(late.details).toEqual([{ key: "lateDeparture" }, { key: "second", n: 1 }]);
  });

  it("says that the unit has proven the arrival", () => {
    expect(of({ state: "on_scene", accepted_by: "c001", arrival_proven: true }).details).toEqual([{ key: "proven" }]);
  });
});

describe("the mark of an offer", () => {
  it("is not reached when the screen stays silent longer than the policy allows", () => {
    expect(markOf(anOffer({ made_at: ago(4) }), DELIVERY_SECONDS, NOW)).toBe("sent");
    expect(markOf(anOffer({ made_at: ago(6) }), DELIVERY_SECONDS, NOW)).toBe("unreached");
  });

  it("walks from reached to seen to accepted", () => {
    expect(markOf(anOffer({ state: "delivered" }), DELIVERY_SECONDS, NOW)).toBe("reached");
    expect(markOf(anOffer({ state: "delivered", seen_at: ago(1) }), DELIVERY_SECONDS, NOW)).toBe("seen");
    expect(markOf(anOffer({ state: "accepted" }), DELIVERY_SECONDS, NOW)).toBe("accepted");
  });
});
