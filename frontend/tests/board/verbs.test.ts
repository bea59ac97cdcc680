import { describe, expect, it } from "vitest";
import { canBecome, DESK_VERBS, hadContact, needsReason, outcomesOf, whyNot } from "@/board/verbs/possible";
import { aCall, ago } from "./building";

const possible = (told: Parameters<typeof aCall>[0]) => DESK_VERBS.filter((verb) => whyNot(verb, aCall(told)) === null);

describe("what the desk may do", () => {
  it("answers, assigns, hurries, holds and closes a waiting call", () => {
    expect(possible({})).toEqual(["answer", "assign", "escalate", "note", "hold", "resolve"]);
  });

  it("releases a call that somebody goes to, and holds nothing any more", () => {
    expect(possible({ state: "travelling", accepted_by: "c001" })).toEqual([
      "answer",
      "assign",
      "note",
      "release",
      "resolve",
    ]);
  });

  it("reopens and remarks on a closed call, nothing else", () => {
    expect(possible({ state: "resolved" })).toEqual(["note", "reopen"]);
  });

  it("neither hurries nor holds a task", () => {
    expect(possible({ kind: "technical" })).toEqual(["answer", "assign", "note", "resolve"]);
  });

  it("makes a call more urgent, never less", () => {
    expect(canBecome(aCall({ kind: "assistance" }), "emergency")).toBe(true);
    expect(canBecome(aCall(), "assistance")).toBe(false);
  });

  it("closes only what somebody has spoken to or been to, and tasks", () => {
    expect(hadContact(aCall())).toBe(false);
    expect(hadContact(aCall({ answered_at: ago(1) }))).toBe(true);
    expect(hadContact(aCall({ first_arrived_at: ago(1) }))).toBe(true);
    expect(hadContact(aCall({ kind: "technical" }))).toBe(true);
  });

  it("calls equipment restored, and people never", () => {
    expect(outcomesOf(aCall({ kind: "technical" }))).toContain("restored");
    expect(outcomesOf(aCall())).not.toContain("restored");
    expect(outcomesOf(aCall({ kind: "technical" }))).not.toContain("false_alarm");
  });

  it("wants a reason for a false alarm and for no answer", () => {
    expect([needsReason("false_alarm"), needsReason("no_answer"), needsReason("helped")]).toEqual([true, true, false]);
  });
});
