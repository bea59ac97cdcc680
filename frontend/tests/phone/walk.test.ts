import { expect, it } from "vitest";
import { walkOf } from "@/phone/rules/walk";
import { aCall, ago } from "../board/building";
import { aDeed, ME } from "./deeds";

const mine = { accepted_by: ME, accepted_at: ago(60) } as const;
const states = (...all: Parameters<typeof walkOf>) => walkOf(...all).steps.map((step) => step.is);

it("shows an acceptance that has not been answered as waiting, never as done", () => {
  expect(states(aCall(), [aDeed("accept")], ME)).toEqual(["waiting", "ahead", "ahead", "ahead"]);
});

it("lets the next steps be prepared on top of those that wait", () => {
  const walk = walkOf(aCall(), [aDeed("accept"), aDeed("depart"), aDeed("arrive")], ME);
  expect(walk.steps.map((step) => step.is)).toEqual(["waiting", "waiting", "waiting", "ahead"]);
  expect(walk.next).toBe("resolve");
});

it("goes on from where the service says the call is", () => {
  expect(walkOf(aCall({ ...mine, state: "accepted" }), [], ME).next).toBe("depart");
  expect(walkOf(aCall({ ...mine, state: "travelling" }), [], ME).next).toBe("arrive");
  expect(walkOf(aCall({ ...mine, state: "on_scene" }), [], ME).next).toBe("resolve");
});

it("takes the service's time for what is done and the device's for what waits", () => {
  const [accepted, travelling] = walkOf(
    aCall({ ...mine, state: "accepted" }),
    [aDeed("depart", { at: ago(3) })],
    ME,
  ).steps;
  expect(accepted).toEqual({ stage: "accepted", is: "done", at: ago(60) });
  expect(travelling).toEqual({ stage: "travelling", is: "waiting", at: ago(3) });
});

it("counts a departure that was never told as behind us, without a time", () => {
  const call = aCall({ ...mine, state: "on_scene", departed_at: null, arrived_at: ago(9) });
  expect(walkOf(call, [], ME).steps[1]).toEqual({ stage: "travelling", is: "done", at: null });
});

it("does not show a step as waiting once the service has confirmed it", () => {
  expect(states(aCall({ ...mine, state: "travelling" }), [aDeed("depart")], ME)).toEqual([
    "done",
    "done",
    "ahead",
    "ahead",
  ]);
});

it("prepares nothing more once the call is being given back or closed", () => {
  const call = aCall({ ...mine, state: "on_scene" });
  expect(walkOf(call, [aDeed("release")], ME)).toMatchObject({ next: null, isLeaving: true });
  expect(walkOf(call, [aDeed("resolve")], ME)).toMatchObject({ next: null, isLeaving: true });
});

it("does not take a note or a cry for help for a step", () => {
  const walk = walkOf(aCall({ ...mine, state: "accepted" }), [aDeed("note"), aDeed("escalate")], ME);
  expect(walk).toMatchObject({ next: "depart", isLeaving: false });
});

it("does not take the steps of another call for this one's", () => {
  expect(states(aCall({ ...mine, state: "accepted" }), [aDeed("depart", { call: "c2" })], ME)).toEqual([
    "done",
    "ahead",
    "ahead",
    "ahead",
  ]);
});

it("shows a colleague's progress as nothing of mine", () => {
  expect(walkOf(aCall({ accepted_by: "C002", state: "travelling" }), [], ME)).toMatchObject({ next: null });
  expect(states(aCall({ accepted_by: "C002", state: "travelling" }), [], ME)).toEqual([
    "ahead",
    "ahead",
    "ahead",
    "ahead",
  ]);
});
