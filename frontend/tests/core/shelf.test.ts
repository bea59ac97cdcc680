import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import type { Entry } from "@/core/deeds";
import { cardShelf, outboxShelf } from "@/core/shelf";

const anEntry = (key: string, changes: Partial<Entry> = {}): Entry => ({
  key,
  place: 1,
  staff: "C1",
  call: "a",
  verb: "accept",
  body: {},
  at: "2026-11-22T04:00:00Z",
  tries: 0,
  refusal: null,
  ...changes,
});

test("a deed is kept, changed under its key, and taken off", async () => {
  await outboxShelf.put(anEntry("key-1"));
  await outboxShelf.put(anEntry("key-2"));
  await outboxShelf.put(anEntry("key-1", { tries: 3 }));
  await outboxShelf.remove("key-2");

  expect(await outboxShelf.all()).toEqual([anEntry("key-1", { tries: 3 })]);
  await outboxShelf.remove("key-1");
});

test("cards are kept by person: what others left is wiped", async () => {
  await cardShelf.put("a", "C1", { name: "甲" });
  await cardShelf.put("b", "C2", { name: "乙" });

  expect(await cardShelf.get("a", "C1")).toEqual({ name: "甲" });
  expect(await cardShelf.get("a", "C2")).toBeUndefined();
  expect([...(await cardShelf.ownedBy("C1"))]).toEqual([["a", { name: "甲" }]]);
  expect(await cardShelf.get("b", "C2")).toBeUndefined();
});

test("cards of calls that are no longer in hand are wiped", async () => {
  await cardShelf.put("a", "C1", 1);
  await cardShelf.put("b", "C1", 2);

  await cardShelf.keepOnly(new Set(["b"]));

  expect([...(await cardShelf.ownedBy("C1"))]).toEqual([["b", 2]]);
});

test("a connection that the browser has closed behind our back is opened anew", async () => {
  await outboxShelf.put(anEntry("key-3"));
  const real = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, "transaction");
  Object.defineProperty(IDBDatabase.prototype, "transaction", {
    configurable: true,
    value: () => {
      if (real) Object.defineProperty(IDBDatabase.prototype, "transaction", real);
      throw new DOMException("The database connection is closing.", "InvalidStateError");
    },
  });

  const kept = await outboxShelf.all();

  expect(kept.map((one) => one.key)).toEqual(["key-3"]);
  await outboxShelf.remove("key-3");
});

test("our connection gives way when another page wants the database for itself", async () => {
  await outboxShelf.put(anEntry("key-5"));

  await new Promise<unknown>((then) => (indexedDB.deleteDatabase("callcenter").onsuccess = then));

  expect(await outboxShelf.all()).toEqual([]);
});

test("what cannot be kept is told to whoever asked", async () => {
  const unkeepable = anEntry("key-4", { body: { say: () => "a function cannot be kept" } });

  await expect(outboxShelf.put(unkeepable)).rejects.toThrow();
});
