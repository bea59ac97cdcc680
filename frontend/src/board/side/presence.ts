/** How each person stands at this moment, station by station. Pure. */

import type { Call, Staff, Station } from "@/core/words";

/** In the order in which they are shown; `off` is not on duty. */
export const PRESENCES = ["free", "called", "onScene", "unreachable", "off"] as const;
export type Presence = (typeof PRESENCES)[number];

export interface Person {
  member: Staff;
  presence: Presence;
  call: Call | null;
}

export interface Crew {
  /** Null for those who belong to no station. */
  station: Station | null;
  onDuty: Person[];
  off: number;
}

export function presenceOf(member: Staff, call: Call | null): Presence {
  if (!member.on_duty) return "off";
  if (call) return call.state === "on_scene" ? "onScene" : "called";
  return member.can_ring && member.silent_since === null ? "free" : "unreachable";
}

const GOES: readonly Staff["role"][] = ["caregiver", "supervisor"];

/** The crews of all stations; those without a station come last, and only when one of them is on duty. */
export function crews(stations: Iterable<Station>, staff: Iterable<Staff>, calls: ReadonlyMap<string, Call>): Crew[] {
  const people = [...staff]
    .filter((member) => GOES.includes(member.role))
    .map((member) => {
      const call = (member.call ? calls.get(member.call) : undefined) ?? null;
      return { member, call, presence: presenceOf(member, call) };
    })
    .sort((a, b) => PRESENCES.indexOf(a.presence) - PRESENCES.indexOf(b.presence));
  const crewOf = (station: Station | null): Crew => {
    const theirs = people.filter((person) => person.member.station === (station?.id ?? null));
    const onDuty = theirs.filter((person) => person.presence !== "off");
    return { station, onDuty, off: theirs.length - onDuty.length };
  };
  const rest = crewOf(null);
  return [...[...stations].map(crewOf), ...(rest.onDuty.length > 0 ? [rest] : [])];
}
