/** What the live link needs of the world around it, and what it tells: a browser brings one, a simulation another. */

import type { LiveEvent, State } from "./words";

/** One WebSocket, as much of it as is needed. */
export interface Line {
  send(text: string): void;
  close(): void;
}

export interface LineEvents {
  opened(): void;
  heard(text: string): void;
  closed(code: number): void;
}

export interface Surroundings {
  open(events: LineEvents): Line;
  /** Monotonic milliseconds. */
  monotonic(): number;
  after(ms: number, then: () => void): () => void;
  chance(): number;
  isHidden(): boolean;
}

/** Why the line is down; `signed_out`, `not_allowed` and `replaced` are final until somebody acts. */
export type Reason = "starting" | "no_network" | "silent" | "restart" | "slow" | "resync" | "hole" | "slept" | Ending;
export type Ending = "signed_out" | "not_allowed" | "replaced" | "stopped";
export type Status = { is: "live" } | { is: "connecting" | "waiting" | "ended"; reason: Reason };

export interface Listener {
  snapshot(seq: number, epoch: string, state: State): void;
  /** May raise: then the link starts again from a snapshot. */
  event(event: LiveEvent): void;
  position(seq: number): void;
  status(status: Status): void;
  /** True when this event must be confirmed at once: an offer to the person at this screen. */
  isUrgent(event: LiveEvent): boolean;
}

/** What a close code tells to do: end for good, come back where we were, or come back and take a snapshot. */
export type Verdict =
  { then: "end"; reason: Ending } | { then: "return" | "start_over"; reason: Exclude<Reason, Ending> };

export function verdict(code: number): Verdict {
  switch (code) {
    case 4401:
      return { then: "end", reason: "signed_out" };
    case 4403:
      return { then: "end", reason: "not_allowed" };
    case 4410:
      return { then: "end", reason: "replaced" };
    case 4400:
    case 4409:
      return { then: "start_over", reason: "resync" };
    case 4408:
      return { then: "return", reason: "slow" };
    case 1012:
    case 1013:
      return { then: "return", reason: "restart" };
    default:
      return { then: "return", reason: "no_network" };
  }
}
