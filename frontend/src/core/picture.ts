/**
 * The picture of this moment: what the feed has told up to `seq`, and above it the answers to our own commands that the
 * feed has not told yet.
 *
 * The feed is the truth. An answer is shown only while it is ahead of the feed, and the feed goes on underneath it.
 */

import type { Call, LiveCall, LiveEvent, PolicyPart, Staff, State, Station, Unit } from "./words";

/** Positions that may pass without reaching an answer: then the feed it speaks of is not the one we hear. */
const PATIENCE = 10;

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

/** The call as a command's answer told it, over what the feed says of it. */
interface Ahead {
  seq: number;
  call: Call;
  told: LiveCall | undefined;
  patience: number;
}

export class Picture {
  seq = 0;
  epoch = "";
  policy: PolicyPart | null = null;
  private readonly ahead = new Map<string, Ahead>();

  constructor(readonly maps: Maps = plainMaps()) {}

  /** Begin anew from a snapshot; an answer from beyond it stays, unless it is another database that speaks now. */
  show(seq: number, epoch: string, state: State): void {
    if (epoch !== this.epoch) this.ahead.clear();
    this.seq = seq;
    this.epoch = epoch;
    this.policy = state.policy;
    refill(this.maps.staff, state.staff);
    refill(this.maps.units, state.units);
    refill(this.maps.stations, state.stations);
    for (const [id, ahead] of this.ahead) {
      if (ahead.seq <= seq) this.ahead.delete(id);
      else ahead.told = state.calls[id];
    }
    const covered = [...this.ahead].flatMap(([id, ahead]) => [[id, shown(ahead)] as const]);
    refill(this.maps.calls, { ...state.calls, ...Object.fromEntries(covered) });
  }

  /** Apply the next event; returns false when it was known already. Raises `PictureBroken` when it does not fit. */
  apply(event: LiveEvent): boolean {
    if (event.seq <= this.seq) return false;
    const { changed, gone } = event;
    for (const [id, diff] of Object.entries(changed?.calls ?? {})) this.change(id, diff, event);
    for (const [id, member] of Object.entries(changed?.staff ?? {})) this.maps.staff.set(id, member);
    for (const [id, unit] of Object.entries(changed?.units ?? {})) this.maps.units.set(id, unit);
    if (changed?.policy) this.policy = changed.policy;
    for (const id of gone?.calls ?? []) this.tell(id, undefined);
    for (const id of gone?.staff ?? []) this.maps.staff.delete(id);
    for (const id of gone?.units ?? []) this.maps.units.delete(id);
    this.reach(event.seq);
    return true;
  }

  /** The feed is complete up to here, though nothing more was for us. */
  place(seq: number): void {
    this.reach(seq);
    for (const [id, ahead] of this.ahead) {
      ahead.patience -= 1;
      if (ahead.patience === 0) this.uncover(id, ahead);
    }
  }

  /** The answer to a command of ours: the call as it was at feed number `seq`. What the feed knows better is ignored. */
  answer(call: Call, seq: number): void {
    const known = this.ahead.get(call.id);
    if (seq <= this.seq || (known && known.seq >= seq)) return;
    this.ahead.set(call.id, { seq, call, told: this.told(call.id), patience: PATIENCE });
    this.cover(call.id);
  }

  /** Somebody else looks at this screen now. */
  forget(): void {
    this.seq = 0;
    this.epoch = "";
    this.policy = null;
    this.ahead.clear();
    const { calls, staff, units, stations } = this.maps;
    for (const map of [calls, staff, units, stations]) map.clear();
  }

  private reach(seq: number): void {
    this.seq = Math.max(this.seq, seq);
    for (const [id, ahead] of this.ahead) if (ahead.seq <= this.seq) this.uncover(id, ahead);
  }

  private change(id: string, diff: Partial<LiveCall>, { fact }: LiveEvent): void {
    const known = this.told(id);
    const version = fact.call === id ? fact.version : null;
    if (known && version !== null && version <= known.version) return;
    if (isWhole(diff)) this.tell(id, diff);
    else if (known === undefined) throw new PictureBroken(`a change of call ${id}, which is not on this screen`);
    else if (version !== null && version !== known.version + 1)
      throw new PictureBroken(`version ${version} of call ${id} after ${known.version}`);
    else this.tell(id, { ...known, ...diff });
  }

  /** What the feed says of a call, whether or not an answer covers it. */
  private told(id: string): LiveCall | undefined {
    const ahead = this.ahead.get(id);
    return ahead ? ahead.told : this.maps.calls.get(id);
  }

  private tell(id: string, call: LiveCall | undefined): void {
    const ahead = this.ahead.get(id);
    if (ahead) {
      ahead.told = call;
      this.cover(id);
    } else this.put(id, call);
  }

  private cover(id: string): void {
    const ahead = this.ahead.get(id);
    if (ahead) this.put(id, shown(ahead));
  }

  private uncover(id: string, ahead: Ahead): void {
    this.ahead.delete(id);
    this.put(id, ahead.told);
  }

  private put(id: string, call: LiveCall | undefined): void {
    if (call) this.maps.calls.set(id, call);
    else this.maps.calls.delete(id);
  }
}

/** An answer as the screen shows it: with the home that the feed told; nothing when the call is closed. */
function shown({ call, told }: Ahead): LiveCall | undefined {
  return call.state === "resolved" ? undefined : { ...call, home: told?.home ?? null };
}

function isWhole(diff: Partial<LiveCall>): diff is LiveCall {
  return diff.id !== undefined && diff.version !== undefined && diff.state !== undefined;
}

/** Make `map` equal to `wanted`, leaving alone what has not changed, so that nothing on the screen flickers. */
function refill<T>(map: Map<string, T>, wanted: Record<string, T | undefined>): void {
  for (const id of [...map.keys()]) if (wanted[id] === undefined) map.delete(id);
  for (const [id, one] of Object.entries(wanted)) {
    if (one !== undefined && JSON.stringify(one) !== JSON.stringify(map.get(id))) map.set(id, one);
  }
}
