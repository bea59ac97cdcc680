/** What one page was told and showed, for the judge. */

import type { LiveCall } from "@/core/words";

export type Told = { snapshot: number; epoch: string } | { event: number };

/** What the page claimed at some moment: that it is live, and complete up to `seq`. */
export interface Claim {
  at: number;
  seq: number;
  epoch: string;
}

export class Watched {
  readonly told: Told[] = [];
  readonly claims: Claim[] = [];
  readonly faults: string[] = [];
  /** How often a line was opened. */
  opened = 0;
  broken = 0;
}

/** The calls on the screen; no version may ever go back, not even by way of an absence. */
export class WatchedCalls extends Map<string, LiveCall> {
  private readonly highest = new Map<string, number>();
  private readonly excused = new Set<string>();

  constructor(private readonly watched: Watched) {
    super();
  }

  override set(id: string, call: LiveCall): this {
    const before = this.highest.get(id) ?? 0;
    if (call.version < before && !this.excused.has(id))
      this.watched.faults.push(`call ${id} went from version ${before} back to ${call.version}`);
    this.highest.set(id, Math.max(before, call.version));
    return super.set(id, call);
  }

  /** Another database speaks now. */
  beginAnew(): void {
    this.highest.clear();
    this.excused.clear();
  }

  /** An answer from a database that is gone: what it says of this call may be taken back. */
  excuse(id: string): void {
    this.excused.add(id);
  }
}
