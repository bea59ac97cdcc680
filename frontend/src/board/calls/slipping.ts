/** Clicks that were meant for another row: the list moved under a hand that was about to press. Pure. */

export interface Place {
  x: number;
  y: number;
}

/** Nobody sees a new row, aims at it and presses sooner than this. */
export const REACTION_MS = 400;
/** A hand that has travelled farther than this has aimed anew. */
export const STILL_PIXELS = 24;

/** What moved at `atMs`, and where the hand rested then; null when it was not on the list. */
export interface Slip {
  atMs: number;
  hand: Place | null;
  rows: ReadonlySet<string>;
}

/** The rows that stand elsewhere than before, new ones among them. */
export function movedRows(before: readonly string[], after: readonly string[]): Set<string> {
  const places = new Map(before.map((id, place) => [id, place]));
  return new Set(after.filter((id, place) => places.get(id) !== place));
}

export function isMeantForAnother(slip: Slip | null, row: string, at: Place, nowMs: number): boolean {
  if (!slip?.hand || !slip.rows.has(row) || nowMs - slip.atMs >= REACTION_MS) return false;
  return Math.hypot(at.x - slip.hand.x, at.y - slip.hand.y) <= STILL_PIXELS;
}
