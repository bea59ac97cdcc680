import { expect, test } from "vitest";
import { Problem } from "@/core/http";
import { anOutbox, noNetwork, settled, TestShelf } from "./an-outbox";
import { World } from "./hand-wound";

test("what a dead page has left is sent by the next, in order", async () => {
  const shelf = new TestShelf();
  const dead = anOutbox({ shelf });
  dead.service.fates = ["never"];
  await dead.outbox.add("a", "accept", {}, "key-1");
  await dead.outbox.add("a", "depart", {}, "key-2");
  await settled();
  dead.outbox.close();

  const next = anOutbox({ shelf });
  await next.outbox.open();
  await settled();

  expect(next.service.asked.map(({ key }) => key)).toEqual(["key-1", "key-2"]);
});

test("without a session everything waits for the person to sign in again", async () => {
  const { outbox, service, heard, world, shown } = anOutbox();
  service.fates = [new Problem(401, "not_signed_in", "")];
  await outbox.add("a", "accept", {});
  await settled();
  world.pass(600_000);
  await settled();
  expect([heard, service.asked.length, shown()]).toEqual([["signed out"], 1, ["accept"]]);

  await outbox.flush();

  expect(heard).toEqual(["signed out", "answered accept"]);
});

test("what one person left is never sent by another", async () => {
  const shelf = new TestShelf();
  const first = anOutbox({ shelf });
  first.service.fates = [noNetwork()];
  await first.outbox.add("a", "accept", {});
  await settled();
  first.outbox.close();

  const second = anOutbox({ shelf, staff: "C2" });
  await second.outbox.open();
  await settled();
  first.world.pass(600_000);
  await settled();

  expect([second.service.said, second.shown(), first.service.asked.length]).toEqual([[], [], 1]);
  expect(shelf.kept.size).toBe(1);
});

test("a page whose person was replaced by another page's sign-in sends nothing in the new name", async () => {
  const { outbox, service, heard, world } = anOutbox();
  world.isPresent = false;

  await outbox.add("a", "accept", {});
  await settled();

  expect([service.asked, heard]).toEqual([[], ["signed out"]]);
});

test("two pages of one person send the same deeds, each under its one key and in order", async () => {
  const shelf = new TestShelf();
  const world = new World();
  const [one, two] = [anOutbox({ shelf, world }), anOutbox({ shelf, world })];
  one.service.fates = [noNetwork()];
  two.service.fates = [noNetwork()];
  await one.outbox.add("a", "accept", {}, "key-1");
  await settled();
  await two.outbox.open();
  await settled();
  await two.outbox.add("a", "depart", {}, "key-2");
  world.pass(10_000);
  await settled();

  for (const { service } of [one, two]) {
    expect([...new Set(service.asked.map(({ key }) => key))]).toEqual(["key-1", "key-2"]);
  }
  expect([one.shown(), two.shown(), shelf.kept.size]).toEqual([[], [], 0]);
});

test("a deed that was taken back on one page is not sent by the other", async () => {
  const shelf = new TestShelf();
  const world = new World();
  const [one, two] = [anOutbox({ shelf, world }), anOutbox({ shelf, world })];
  one.service.fates = ["never"];
  two.service.fates = [noNetwork()];
  void one.outbox.add("a", "accept", {}, "key-1");
  await one.outbox.add("a", "note", { text: "…" }, "key-2");
  await two.outbox.open();
  await settled();
  await one.outbox.dismiss("key-2");

  await two.outbox.flush();

  expect(two.service.asked.map(({ key }) => key)).toEqual(["key-1", "key-1"]);
});

test("a deed that was tried is not taken back: it may have happened", async () => {
  const { outbox, service, shown } = anOutbox();
  service.fates = [noNetwork()];
  await outbox.add("a", "accept", {}, "key-1");
  await settled();

  await outbox.dismiss("key-1");

  expect(shown()).toEqual(["accept"]);
});

test("a deed that is still on its way to the shelf is not lost when the shelf is read", async () => {
  const { outbox, service, shelf, shown } = anOutbox();
  service.fates = ["never"];
  shelf.put = () => new Promise(() => undefined);

  void outbox.add("a", "accept", {});
  void outbox.flush();
  await settled();

  expect(shown()).toEqual(["accept"]);
});

test("an answered deed that the shelf would not give up is not sent again by this page", async () => {
  const { outbox, service, shelf } = anOutbox();
  shelf.remove = () => Promise.reject(new Error("UnknownError"));
  await outbox.add("a", "accept", {});
  await settled();

  await outbox.flush();

  expect([service.said, shelf.kept.size]).toEqual([["a/accept"], 1]);
});
