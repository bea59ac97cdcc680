import { expect, it } from "vitest";
import { crews, presenceOf } from "@/board/side/presence";
import type { Staff } from "@/core/words";
import { aCall, ago } from "./building";

const aPerson = (told: Partial<Staff> = {}): Staff => ({
  id: "c001",
  name: "马丽",
  role: "caregiver",
  station: "S1",
  on_duty: true,
  can_ring: true,
  silent_since: null,
  ...told,
});
const STATION = { id: "S1", name: "毛胜寺", latitude: 36.6, longitude: 101.7 };

it("calls somebody free whose phone can ring and is heard of", () => {
  expect(presenceOf(aPerson(), null)).toBe("free");
  expect(presenceOf(aPerson({ can_ring: false }), null)).toBe("unreachable");
  expect(presenceOf(aPerson({ silent_since: ago(40) }), null)).toBe("unreachable");
});

it("tells who goes from who has arrived", () => {
  expect(presenceOf(aPerson(), aCall({ state: "travelling" }))).toBe("called");
  expect(presenceOf(aPerson(), aCall({ state: "on_scene" }))).toBe("onScene");
});

it("counts nobody who is off duty, whatever their phone says", () => {
  expect(presenceOf(aPerson({ on_duty: false }), null)).toBe("off");
});

it("puts people under their station, the free first, and counts those off duty", () => {
  const staff = [
    aPerson({ id: "a", silent_since: ago(40) }),
    aPerson({ id: "b" }),
    aPerson({ id: "c", on_duty: false }),
    aPerson({ id: "d", station: "S2" }),
  ];
  const [crew] = crews([STATION], staff, new Map());

  expect(crew?.onDuty.map((person) => person.member.id)).toEqual(["b", "a"]);
  expect(crew?.off).toBe(1);
});

it("shows those without a station only while one of them is on duty", () => {
  const supervisor = aPerson({ id: "v001", role: "supervisor", station: null });

  expect(crews([STATION], [supervisor], new Map())).toHaveLength(2);
  expect(crews([STATION], [{ ...supervisor, on_duty: false }], new Map())).toHaveLength(1);
});

it("leaves dispatchers out: they go nowhere", () => {
  expect(crews([STATION], [aPerson({ role: "dispatcher" })], new Map())[0]?.onDuty).toEqual([]);
});
