import { expect, test } from "vitest";
import { Picture, PictureBroken } from "@/core/picture";
import { aCall, aFact, anAnswer, anEvent, aState } from "./written";

const HOME = { resident: "R1", birth_date: "1941-03-08", lives_alone: true };

function aPicture(seq: number, ...calls: ReturnType<typeof aCall>[]): Picture {
  const picture = new Picture();
  picture.show(seq, "e1", aState(...calls));
  return picture;
}

const version = (picture: Picture) => picture.maps.calls.get("call-1")?.version;

test("an event changes what it names and leaves the rest", () => {
  const picture = aPicture(1, aCall({ home: HOME }));

  expect(picture.apply(anEvent(2))).toBe(true);

  expect(picture.maps.calls.get("call-1")).toEqual(aCall({ version: 2, notes: 2, home: HOME }));
});

test("an event that is known already changes nothing", () => {
  const picture = aPicture(5, aCall({ version: 5 }));

  expect(picture.apply(anEvent(5))).toBe(false);
});

test("a call that appears is shown whole, and one that goes is gone", () => {
  const picture = aPicture(1);
  picture.apply(anEvent(2, 1, { changed: { calls: { "call-1": aCall({ home: HOME }) } } }));
  expect(picture.maps.calls.get("call-1")?.home).toEqual(HOME);

  picture.apply({ type: "event", n: 2, seq: 3, fact: aFact(3, { version: 2 }), gone: { calls: ["call-1"] } });

  expect(picture.maps.calls.size).toBe(0);
});

test("a missing version is a hole, and the picture says so", () => {
  const picture = aPicture(1, aCall());

  expect(() => picture.apply(anEvent(3))).toThrow(PictureBroken);
});

test("a change of a call that is not on the screen is a hole too", () => {
  expect(() => aPicture(1).apply(anEvent(2))).toThrow(PictureBroken);
});

test("a new policy reaches every call's deadline and the policy itself", () => {
  const picture = aPicture(1, aCall());
  const policy = { ...aState().policy, version: 1, breach_seconds: 120 };
  const fact = aFact(2, { kind: "policy_changed", call: null, version: null });
  const changed = { policy, calls: { "call-1": { due_at: "2026-11-22T04:02:00Z" } } };

  picture.apply({ type: "event", n: 1, seq: 2, fact, changed });

  expect(picture.policy?.breach_seconds).toBe(120);
  expect(picture.maps.calls.get("call-1")).toMatchObject({ version: 1, due_at: "2026-11-22T04:02:00Z" });
});

test("an answer ahead of the feed is shown at once, with the home that the feed told", () => {
  const picture = aPicture(1, aCall({ home: HOME }));

  picture.answer(anAnswer({ version: 3, state: "accepted" }), 3);

  expect(picture.maps.calls.get("call-1")).toMatchObject({ version: 3, state: "accepted", home: HOME });
});

test("the feed catches up under an answer without a step back on the screen", () => {
  const picture = aPicture(1, aCall());
  picture.answer(anAnswer({ version: 3, notes: 7 }), 3);

  picture.apply(anEvent(2));
  expect(version(picture)).toBe(3);
  picture.apply(anEvent(3));
  picture.apply(anEvent(4));

  expect(picture.maps.calls.get("call-1")).toMatchObject({ version: 4, notes: 4 });
});

test("an answer that the feed has overtaken is ignored", () => {
  const picture = aPicture(9);

  picture.answer(anAnswer({ version: 2 }), 4);

  expect(picture.maps.calls.size).toBe(0);
});

test("a call that I opened is shown before the feed tells it, and gets its home from there", () => {
  const picture = aPicture(1);
  picture.answer(anAnswer(), 2);
  expect(picture.maps.calls.get("call-1")?.home).toBeNull();

  picture.apply(anEvent(2, 1, { changed: { calls: { "call-1": aCall({ home: HOME }) } } }));

  expect(picture.maps.calls.get("call-1")?.home).toEqual(HOME);
});

test("a call that I closed leaves at once, and late news does not bring it back", () => {
  const picture = aPicture(1, aCall());
  picture.answer(anAnswer({ version: 3, state: "resolved" }), 3);

  picture.apply(anEvent(2));

  expect(picture.maps.calls.size).toBe(0);
});

test("an answer about a call that is not for this screen goes when the feed has passed it", () => {
  const picture = aPicture(1);
  picture.answer(anAnswer({ version: 6 }), 3);
  expect(picture.maps.calls.size).toBe(1);

  picture.place(3);

  expect(picture.maps.calls.size).toBe(0);
});

test("a snapshot older than an answer does not take it back", () => {
  const picture = aPicture(1, aCall());
  picture.answer(anAnswer({ version: 4 }), 8);

  picture.show(6, "e1", aState(aCall({ version: 3 })));
  expect(version(picture)).toBe(4);
  picture.show(8, "e1", aState(aCall({ version: 5 })));

  expect(version(picture)).toBe(5);
});

test("another database is believed wholly, whatever was answered before", () => {
  const picture = aPicture(50, aCall({ version: 20 }));
  picture.answer(anAnswer({ version: 22 }), 60);

  picture.show(40, "e2", aState(aCall({ version: 15 })));

  expect(version(picture)).toBe(15);
  expect(picture.seq).toBe(40);
});

test("an answer that the running feed never reaches is given up", () => {
  const picture = aPicture(10);
  picture.answer(anAnswer(), 99);

  for (let seconds = 0; seconds < 10; seconds += 1) picture.place(10);

  expect(picture.maps.calls.size).toBe(0);
});

test("a snapshot leaves alone what has not changed, so that nothing flickers", () => {
  const picture = aPicture(1, aCall());
  const before = picture.maps.calls.get("call-1");

  picture.show(2, "e1", aState(aCall()));

  expect(picture.maps.calls.get("call-1")).toBe(before);
});

test("nothing is left for the next person", () => {
  const picture = aPicture(1, aCall());
  picture.answer(anAnswer({ version: 2 }), 5);

  picture.forget();
  picture.place(4);

  expect([picture.maps.calls.size, picture.policy, picture.epoch]).toEqual([0, null, ""]);
});

test("what a snapshot does not name is gone", () => {
  const picture = aPicture(1, aCall(), aCall({ id: "call-2" }));

  picture.show(2, "e1", aState(aCall({ id: "call-2" })));

  expect([...picture.maps.calls.keys()]).toEqual(["call-2"]);
});
