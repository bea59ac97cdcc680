import { expect, it } from "vitest";
import { SAME_WISH_MS, Wishes } from "@/board/verbs/wishes";

const counting = () => {
  let made = 0;
  return new Wishes(() => `key-${++made}`);
};

it("asks again under the same key, word for word, while nobody knows what became of it", () => {
  const wishes = counting();
  const first = wishes.make("c1 hold", { version: 3 }, 0);

  expect(wishes.make("c1 hold", { version: 5 }, 1_000)).toBe(first);
});

it("makes a new wish once the service has spoken", () => {
  const wishes = counting();
  wishes.make("c1 hold", { version: 3 }, 0);
  wishes.settle("c1 hold");

  expect(wishes.make("c1 hold", { version: 5 }, 1_000)).toMatchObject({ key: "key-2", body: { version: 5 } });
});

it("takes the same request for a new wish after a while", () => {
  const wishes = counting();
  wishes.make("c1 answer", {}, 0);

  expect(wishes.make("c1 answer", {}, SAME_WISH_MS).key).toBe("key-2");
});

it("keeps wishes about different things apart", () => {
  const wishes = counting();

  expect(wishes.make("c1 answer", {}, 0).key).not.toBe(wishes.make("c2 answer", {}, 0).key);
});
