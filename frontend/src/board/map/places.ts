/** What the map marks: open calls at their homes, units in trouble, stations with their people. */

import type { LiveCall, Staff, Unit } from "@/core/words";

export interface Mark {
  id: string;
  latitude: number;
  longitude: number;
  tone: "emergency" | "assistance" | "technical" | "welfare" | "silent";
  /** Nobody has taken it yet. */
  isWaiting: boolean;
}

/** Calls last, so that they lie above silent units; emergencies above all. */
export function marks(calls: Iterable<LiveCall>, units: Iterable<Unit>): Mark[] {
  const silent = [...units].flatMap((unit) => at(unit.id, unit.home, { tone: "silent", isWaiting: false }));
  const open = [...calls]
    .sort((a, b) => b.priority - a.priority)
    .flatMap((call) => at(call.id, call.home, { tone: call.kind, isWaiting: call.state === "waiting" }));
  return [...silent, ...open];
}

function at(id: string, home: LiveCall["home"], mark: Pick<Mark, "tone" | "isWaiting">): Mark[] {
  if (typeof home?.latitude !== "number" || typeof home.longitude !== "number") return [];
  return [{ id, latitude: home.latitude, longitude: home.longitude, ...mark }];
}

export interface Crew {
  free: number;
  going: number;
  unreachable: number;
}

/** The people on duty of one station, as the map and the wall count them. */
export function crew(station: string, staff: Iterable<Staff>): Crew {
  const here = [...staff].filter((one) => one.station === station && one.on_duty);
  const going = here.filter((one) => isBusy(one)).length;
  const unreachable = here.filter((one) => !isBusy(one) && (!one.can_ring || one.silent_since !== null)).length;
  return { free: here.length - going - unreachable, going, unreachable };
}

const isBusy = (one: Staff) => typeof one.call === "string";
