import { describe, expect, it } from "vitest";
import { inOrder, steady } from "@/board/calls/order";
import { aCall, ago, ahead, NOW } from "./building";

describe("the order of the calls", () => {
  it("puts the unanswered first, then the late, then emergencies, then assistance, and tasks last", () => {
    const calls = [
      aCall({ id: "task", kind: "technical", late: true, received_at: ago(9000) }),
      aCall({ id: "help", kind: "assistance", received_at: ago(500) }),
      aCall({ id: "red", received_at: ago(5) }),
      aCall({ id: "late", kind: "assistance", state: "travelling", late: true }),
      aCall({ id: "unanswered", kind: "assistance", unanswered_at: ago(1) }),
    ];

    expect(inOrder(calls, NOW)).toEqual(["unanswered", "late", "red", "help", "task"]);
  });

  it("puts the oldest of one urgency first", () => {
    const calls = [aCall({ id: "new", received_at: ago(5) }), aCall({ id: "old", received_at: ago(50) })];

    expect(inOrder(calls, NOW)).toEqual(["old", "new"]);
  });

  it("takes an unanswered call down again while somebody talks to the home", () => {
    const talking = { dispatcher: "d001", since: ago(5), until: ahead(40) };
    const calls = [
      aCall({ id: "talking", kind: "assistance", unanswered_at: ago(1), claim: talking }),
      aCall({ id: "red" }),
    ];

    expect(inOrder(calls, NOW)).toEqual(["red", "talking"]);
  });

  it("does not raise a breach that somebody has taken care of", () => {
    const calls = [
      aCall({ id: "going", kind: "assistance", state: "travelling", breach: true }),
      aCall({ id: "red", received_at: ago(1) }),
    ];

    expect(inOrder(calls, NOW)).toEqual(["red", "going"]);
  });
});

describe("the order while a hand is on the list", () => {
  it("keeps what is there in its place", () => {
    expect(steady(["a", "b", "c"], ["c", "a", "b"])).toEqual(["a", "b", "c"]);
  });

  it("lets a new call in where it belongs, and closed calls go", () => {
    expect(steady(["a", "b", "c"], ["a", "new", "c"])).toEqual(["a", "new", "c"]);
  });

  it("lets a call in at the top when nothing is more pressing", () => {
    expect(steady(["a", "b"], ["new", "a", "b"])).toEqual(["new", "a", "b"]);
  });

  it("holds every wanted call exactly once", () => {
    expect(steady(["b", "a"], ["x", "y", "a", "z", "b"]).sort()).toEqual(["a", "b", "x", "y", "z"]);
  });
});
