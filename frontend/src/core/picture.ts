/**
 * The picture of this moment, kept by snapshots, events and the answers to our own commands.
 *
 * A call's `version` decides: what is older than what the screen shows is dropped, wherever it comes from.
 */

import type { Call, LiveCall, LiveEvent, PolicyPart, Staff, State, Station, Unit } from "./words";

const REMEMBERED_CLOSED = 2_000;

/** Raised when an event does not fit the picture: only a fresh snapshot helps. */
export class PictureBroken extends Error {}

export interface Maps {
  calls: Map<string, LiveCall>;
  staff: Map<string, Staff>;
  units: Map<string, Unit>;
  stations: Map<string, Station>;
}

/** Plain maps; a screen hands in observable ones. */
export const plainMaps = (): Maps => ({ calls: new Map(), staff: new Map(), units: new Map(), stations: new Map() });

export class Picture {
  seq = 0;
  policy: PolicyPart | null = null;
  /** Versions at which calls left this screen, so that late news cannot bring them back. */
  private readonly left = new Map<string, number>();

  /** The feed numbers of answers that the feed itself has not told us yet, by call. */
  private readonly aheadOf = new Map<string, number>();

  constructor(readonly maps: Maps = plainMaps()) {}

  /** Begin anew from a snapshot; what an answer told us beyond it stays. */
  show(seq: number, state: State): void {
    const ahead = [...this.maps.calls.values()].filter((call) => (this.aheadOf.get(call.id) ?? 0) > seq);
    this.seq = seq;
    this.policy = state.policy;
    refill(this.maps.staff, state.staff);
    refill(this.maps.units, state.units);
    refill(this.maps.stations, state.stations);
    const calls = { ...state.calls };
    for (const call of ahead) {
      if ((calls[call.id]?.version ?? 0) < call.version) calls[call.id] = call;
    }
    for (const [id, version] of this.left) {
      if (calls[id] && calls[id].version <= version) delete calls[id];
    }
    refill(this.maps.calls, calls);
    for (const [id, known] of this.aheadOf) if (known <= seq) this.aheadOf.delete(id);
  }

  /** Apply the next event; returns false when it was known already. */
  apply(event: LiveEvent): boolean {
    if (event.seq <= this.seq) return false;
    this.seq = event.seq;
    const { changed, gone, fact } = event;
    for (const [id, diff] of Object.entries(changed?.calls ?? {})) this.change(id, diff, fact.call === id ? fact.version : null);
    for (const [id, member] of Object.entries(changed?.staff ?? {})) this.maps.staff.set(id, member);
    for (const [id, unit] of Object.entries(changed?.units ?? {})) this.maps.units.set(id, unit);
    if (changed?.policy) this.policy = changed.policy;
    for (const id of gone?.calls ?? []) this.drop(id, fact.version ?? Number.MAX_SAFE_INTEGER);
    for (const id of gone?.staff ?? []) this.maps.staff.delete(id);
    for (const id of gone?.units ?? []) this.maps.units.delete(id);
    return true;
  }

  /** The feed is complete up to here, though nothing more was for us. */
  place(seq: number): void {
    this.seq = Math.max(this.seq, seq);
  }

  /** The answer to a command of ours: the call as it was at feed number `seq`. */
  answer(call: Call, seq: number): void {
    const known = this.maps.calls.get(call.id);
    if ((known?.version ?? 0) >= call.version || (this.left.get(call.id) ?? 0) >= call.version) return;
    if (call.state === "resolved") {
      this.drop(call.id, call.version);
      return;
    }
    this.left.delete(call.id);
    this.aheadOf.set(call.id, seq);
    this.maps.calls.set(call.id, { home: null, ...known, ...call });
  }

  private change(id: string, diff: Partial<LiveCall>, version: number | null): void {
    const known = this.maps.calls.get(id);
    const seen = known?.version ?? this.left.get(id) ?? 0;
    if (version !== null && version <= seen) return;
    if (known) {
      this.maps.calls.set(id, { ...known, ...diff });
    } else if (isWhole(diff)) {
      this.left.delete(id);
      this.maps.calls.set(id, diff);
    } else if (version !== null) {
      throw new PictureBroken(`a change of call ${id}, which is not on this screen`);
    }
  }

  private drop(id: string, version: number): void {
    const known = this.maps.calls.get(id);
    if (known && known.version > version) return;
    this.maps.calls.delete(id);
    this.left.delete(id);
    this.left.set(id, version);
    if (this.left.size > REMEMBERED_CLOSED) this.left.delete(this.left.keys().next().value!);
  }
}

function isWhole(diff: Partial<LiveCall>): diff is LiveCall {
  return diff.number !== undefined && diff.version !== undefined && diff.state !== undefined;
}

/** Make `map` equal to `wanted`, leaving alone what has not changed, so that nothing on the screen flickers. */
function refill<T>(map: Map<string, T>, wanted: Record<string, T>): void {
  for (const id of [...map.keys()]) if (!(id in wanted)) map.delete(id);
  for (const [id, one] of Object.entries(wanted)) map.set(id, one);
}
