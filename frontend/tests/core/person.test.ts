import { beforeEach, expect, test } from "vitest";
import { isHere, remember, remembered } from "@/core/person";
import type { Me } from "@/core/words";

const MARY: Me = { id: "C1", login: "c001", name: "马丽", role: "caregiver", station: "S1" };

/** What a browser keeps for all its pages, or does not. */
class Kept {
  isPrivate = false;
  private readonly items = new Map<string, string>();

  getItem = (name: string) => this.unlessPrivate(() => this.items.get(name) ?? null);
  setItem = (name: string, text: string) => this.unlessPrivate(() => void this.items.set(name, text));
  removeItem = (name: string) => this.unlessPrivate(() => void this.items.delete(name));

  private unlessPrivate<T>(then: () => T): T {
    if (this.isPrivate) throw new DOMException("The operation is insecure.", "SecurityError");
    return then();
  }
}

let kept: Kept;
beforeEach(() => {
  kept = new Kept();
  Object.defineProperty(globalThis, "localStorage", { value: kept, configurable: true });
});

test("who signed in is known to every page of the browser", () => {
  remember(MARY);

  expect(remembered()).toEqual(MARY);
  expect([isHere("C1"), isHere("C2")]).toEqual([true, false]);
});

test("after signing out nobody is here", () => {
  remember(MARY);
  remember(null);

  expect([remembered(), isHere("C1")]).toEqual([null, false]);
});

test("what cannot be read is nobody", () => {
  kept.setItem("me", "{");

  expect(remembered()).toBeNull();
});

test("in a private window the page alone knows who is here, and is believed", () => {
  kept.isPrivate = true;
  remember(MARY);

  expect([remembered(), isHere("C1")]).toEqual([null, true]);
});
