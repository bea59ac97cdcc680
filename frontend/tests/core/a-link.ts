/** A link in a hand-wound world, and what it tells. */

import { ServerClock } from "@/core/clock";
import { LiveLink, type Listener, type Status } from "@/core/live";
import type { LiveEvent } from "@/core/words";
import { World } from "./hand-wound";
import { snapshot, welcome } from "./written";

export class Heard implements Listener {
  readonly snapshots: [number, string][] = [];
  readonly events: number[] = [];
  readonly positions: number[] = [];
  readonly statuses: Status[] = [];
  urgent = Number.NaN;
  breaksAt = Number.NaN;

  snapshot(seq: number, epoch: string): void {
    this.snapshots.push([seq, epoch]);
  }
  event(event: LiveEvent): void {
    if (event.seq === this.breaksAt) throw new Error("it does not fit");
    this.events.push(event.seq);
  }
  position(seq: number): void {
    this.positions.push(seq);
  }
  status(status: Status): void {
    this.statuses.push(status);
  }
  isUrgent(event: LiveEvent): boolean {
    return event.seq === this.urgent;
  }
}

export function aLink() {
  const world = new World();
  const heard = new Heard();
  const link = new LiveLink(world.surroundings, new ServerClock(() => world.wallMs), heard);
  return { world, heard, link };
}

/** A line that is live, complete up to `seq`, and proven by a round trip. */
export function aLiveLink(seq = 100) {
  const all = aLink();
  all.link.start();
  joins(all.world, seq);
  return all;
}

export function joins(world: World, seq: number, epoch = "e1"): void {
  world.line.opens();
  world.line.says(welcome(seq, "snapshot", epoch), snapshot(seq));
  world.line.pongs(world.wallMs);
  world.line.places(seq);
}

export function resumes(world: World, seq: number): void {
  world.line.opens();
  world.line.says(welcome(seq, "resume"));
  world.line.pongs(world.wallMs);
}

/** Seconds pass as they do on a good line: a position each, and an answer to each ping. */
export function pass(world: World, seconds: number, seq: number): void {
  for (let i = 0; i < seconds; i += 1) {
    world.pass(1_000);
    world.line.pongs(world.wallMs);
    world.line.places(seq);
  }
}
