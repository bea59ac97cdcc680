import { expect, test } from "vitest";
import { Problem } from "@/core/http";
import { anOutbox, noNetwork, refusal, settled } from "./an-outbox";

test("deeds are sent in their order, one at a time, each under a key and with a time of its own", async () => {
  const { outbox, service, heard } = anOutbox();
  service.fates = ["never"];
  void outbox.add("a", "accept", {}, "key-1", "2026-11-22T04:00:00Z");
  void outbox.add("a", "depart", { version: 4 }, "key-2", "2026-11-22T04:00:09Z");
  await settled();
  expect(service.said).toEqual(["a/accept"]);

  const after = anOutbox();
  void after.outbox.add("a", "accept", {}, "key-1", "2026-11-22T04:00:00Z");
  void after.outbox.add("a", "depart", { version: 4 }, "key-2", "2026-11-22T04:00:09Z");
  await settled();

  expect(heard).toEqual([]);
  expect(after.service.asked.map(({ path, key, body }) => [path, key, body])).toEqual([
    ["/api/v1/calls/a/accept", "key-1", { at: "2026-11-22T04:00:00Z" }],
    ["/api/v1/calls/a/depart", "key-2", { version: 4, at: "2026-11-22T04:00:09Z" }],
  ]);
});

test("key and time are made when they are not given", async () => {
  const { outbox, service } = anOutbox();
  await outbox.add("a", "accept", {});
  await settled();

  expect(service.asked[0]?.key).toMatch(/^[\da-f-]{36}$/);
  expect(service.asked[0]?.body).toEqual({ at: expect.stringMatching(/^\d{4}-.*Z$/) as string });
});

test("a deed waits until the answer is there, and only then goes", async () => {
  const { outbox, service, shown, shelf, world } = anOutbox();
  service.fates = [noNetwork()];
  await outbox.add("a", "accept", {});
  await settled();
  expect([shown(), shelf.kept.size]).toEqual([["accept"], 1]);

  world.pass(1_000);
  await settled();

  expect([shown(), shelf.kept.size]).toEqual([[], 0]);
});

test("a deed is tried again under the same key, later and later, until it is answered", async () => {
  const { outbox, service, world } = anOutbox();
  world.chance = 1;
  service.fates = [noNetwork(), new Problem(503, "not_committed", ""), new Problem(429, "too_many", "")];
  await outbox.add("a", "accept", {}, "key-1");
  for (const ms of [1_000, 2_000, 4_000]) {
    await settled();
    const before = service.asked.length;
    world.pass(ms - 1);
    await settled();
    expect(service.asked).toHaveLength(before);
    world.pass(1);
  }
  await settled();

  expect(service.asked.map(({ key }) => key)).toEqual(["key-1", "key-1", "key-1", "key-1"]);
  expect(outbox.waiting).toEqual([]);
});

test("when the network is back nothing waits for the next try", async () => {
  const { outbox, service, world } = anOutbox();
  world.chance = 1;
  service.fates = [noNetwork()];
  await outbox.add("a", "accept", {});
  await settled();

  outbox.wake();
  await settled();

  expect(outbox.waiting).toEqual([]);
});

test("a refusal is shown until it is read, and the steps that fell with it are named", async () => {
  const { outbox, service, heard, shown, shelf } = anOutbox();
  service.fates = [refusal("already_accepted")];
  void outbox.add("a", "accept", {}, "key-1");
  void outbox.add("a", "depart", {});
  void outbox.add("a", "note", { text: "…" });
  void outbox.add("b", "decline", {});
  await settled();

  expect(heard).toEqual(["refused accept already_accepted depart", "answered note", "answered decline"]);
  expect([shown(), shelf.kept.size, outbox.refused.length]).toEqual([["accept"], 1, 1]);
  await outbox.dismiss("key-1");
  expect([shown(), shelf.kept.size]).toEqual([[], 0]);
});

test("a later acceptance of the same call does not fall with an earlier refusal", async () => {
  const { outbox, service, heard } = anOutbox();
  service.fates = [refusal("not_holder")];
  void outbox.add("a", "release", {});
  void outbox.add("a", "arrive", {});
  void outbox.add("a", "accept", {});
  void outbox.add("a", "depart", {});
  await settled();

  expect(heard).toEqual(["refused release not_holder arrive", "answered accept", "answered depart"]);
});

test("a cry for help is for the service to judge, whatever was refused before", async () => {
  const { outbox, service } = anOutbox();
  service.fates = [refusal("not_holder")];
  void outbox.add("a", "arrive", {});
  void outbox.add("a", "escalate", {});
  await settled();

  expect(service.said).toEqual(["a/arrive", "a/escalate"]);
});

test("a refused step that leaves the call in my hands takes nothing with it", async () => {
  const { outbox, service, heard } = anOutbox();
  service.fates = [refusal("already_arrived")];
  void outbox.add("a", "depart", {});
  void outbox.add("a", "resolve", { outcome: "helped" });
  await settled();

  expect(heard).toEqual(["refused depart already_arrived ", "answered resolve"]);
});

test("a deed that the service cannot digest holds up its own call and no other", async () => {
  const { outbox, service, shown } = anOutbox();
  const broken = new Problem(500, "internal_error", "");
  service.fates = [broken, "yes", broken];
  void outbox.add("a", "note", { text: "…" });
  void outbox.add("a", "arrive", {});
  void outbox.add("b", "accept", {});
  await settled();

  expect(service.said).toEqual(["a/note", "b/accept", "a/note"]);
  expect(shown()).toEqual(["note", "arrive"]);
});

test.each(["full", "stuck"] as const)(
  "a shelf that is %s is told of, and the deed is sent all the same",
  async (trouble) => {
    const { outbox, service, heard, shelf, world } = anOutbox();
    shelf.trouble = trouble;

    void outbox.add("a", "accept", {});
    for (let i = 0; i < 5; i += 1) {
      world.pass(2_000);
      await settled();
    }

    expect(service.said).toEqual(["a/accept"]);
    expect(heard[0]).toBe("not kept accept");
    expect(heard.at(-1)).toBe("answered accept");
  },
);

test("a screen that fails on an answer does not stop the deeds that follow", async () => {
  const { outbox, service, shown, world } = anOutbox();
  service.fates = [new TypeError("broken in a way nobody thought of")];
  await outbox.add("a", "accept", {});
  await settled();

  world.pass(1_000);
  await settled();

  expect([service.said, shown()]).toEqual([["a/accept", "a/accept"], []]);
});
