/**
 * The live line to the service: says hello, resumes where it was, counts what it hears, notices silence, comes back.
 *
 * It never guesses: a hole in the numbers, a silent socket or a device that slept all end the same way, with a new hello.
 */

import type { ServerClock } from "./clock";
import type { ClientMessage, LiveEvent, Resume, ServerMessage, State } from "./words";

export const SILENCE_MS = 15_000;
export const SLEPT_MS = 20_000;
const TICK_MS = 1_000;
const HIDDEN_PING_MS = 20_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
const ACK_EVERY_MS = 1_000;

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

/** What the link needs of the world around it; a simulation brings its own. */
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

export class LiveLink {
  status: Status = { is: "ended", reason: "stopped" };
  /** When the feed was last heard (monotonic ms): events, positions and snapshots count, pongs do not. */
  freshAt = Number.NEGATIVE_INFINITY;
  private resume: Resume | null = null;
  private line: Line | null = null;
  private attempt = 0;
  private n = 0;
  private heardAt = 0;
  private pingedAt = 0;
  private pingMs = 10_000;
  private tickedAt = 0;
  private acked = 0;
  private ackedAt = 0;
  private epoch = "";
  private retryRange: [number, number] | null = null;
  private cancelTick: (() => void) | null = null;
  private cancelRetry: (() => void) | null = null;

  constructor(
    private readonly around: Surroundings,
    private readonly clock: ServerClock,
    private readonly listener: Listener,
  ) {}

  start(): void {
    this.stop("stopped");
    this.attempt = 0;
    this.tickedAt = this.around.monotonic();
    this.tick();
    this.connect("starting");
  }

  /** End the line for good; `resume` is forgotten, because the next person may see other things. */
  stop(reason: Ending = "stopped"): void {
    this.cancelTick?.();
    this.cancelRetry?.();
    this.cancelTick = this.cancelRetry = null;
    this.hangUp();
    this.resume = null;
    this.say({ is: "ended", reason });
  }

  /** The network is back or the page is seen again: do not wait any longer. */
  wake(): void {
    if (this.status.is === "ended") return;
    if (this.around.monotonic() - this.tickedAt > SLEPT_MS) this.again("slept");
    else if (this.status.is === "waiting") this.connect(this.status.reason);
    else this.ping();
  }

  /** The offer is on a screen that is looked at; lost with the line, said again by whoever still shows it. */
  seen(offer: string): void {
    if (this.status.is === "live") this.tell({ type: "seen", offer });
  }

  private connect(reason: Reason): void {
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.hangUp();
    this.say({ is: "connecting", reason });
    this.heardAt = this.around.monotonic();
    this.n = 0;
    let mine: Line | null = null;
    const ifMine = (then: () => void) => {
      if (mine !== null && mine === this.line) then();
    };
    mine = this.around.open({
      opened: () => ifMine(() => this.tell(this.hello())),
      heard: (text) => ifMine(() => this.hear(text)),
      closed: (code) => ifMine(() => this.closed(code)),
    });
    this.line = mine;
  }

  private hello(): ClientMessage {
    return this.resume ? { type: "hello", resume: this.resume } : { type: "hello" };
  }

  private tell(message: ClientMessage): void {
    this.line?.send(JSON.stringify(message));
  }

  private hangUp(): void {
    const line = this.line;
    this.line = null;
    line?.close();
  }

  private hear(text: string): void {
    this.heardAt = this.around.monotonic();
    const told = JSON.parse(text) as ServerMessage | ServerMessage[];
    const line = this.line;
    for (const message of Array.isArray(told) ? told : [told]) {
      if (this.line !== line) return;
      this.take(message);
    }
  }

  private take(message: ServerMessage): void {
    switch (message.type) {
      case "welcome":
        this.clock.greet(message.now);
        this.pingMs = message.ping_seconds * 1_000;
        this.epoch = message.epoch;
        this.pingedAt = Number.NEGATIVE_INFINITY;
        if (message.mode === "resume") this.isLive();
        this.ping();
        break;
      case "snapshot":
        this.resume = { epoch: this.epoch, seq: message.seq };
        this.listener.snapshot(message.seq, this.epoch, message.state);
        this.isLive();
        this.acknowledge(true);
        break;
      case "event":
        this.count(message.n, message.seq, () => this.applied(message));
        break;
      case "position":
        this.count(message.n, message.seq, () => this.listener.position(message.seq));
        break;
      case "pong":
        this.clock.roundTrip(message.sent, message.now);
        break;
      case "bye":
        this.retryRange = message.retry_in;
        break;
      default:
        message satisfies never;
    }
  }

  private count(n: number, seq: number, then: () => void): void {
    if (n !== this.n + 1 || this.resume === null) {
      this.again("hole");
      return;
    }
    this.n = n;
    this.freshAt = this.around.monotonic();
    then();
    if (this.resume && seq > this.resume.seq) this.resume = { epoch: this.epoch, seq };
    this.acknowledge(false);
  }

  private applied(event: LiveEvent): void {
    if (this.resume && event.seq <= this.resume.seq) return;
    try {
      this.listener.event(event);
    } catch (broken) {
      console.error("the picture is broken, asking for a new one", broken);
      this.resume = null;
      this.again("resync");
      return;
    }
    if (this.listener.isUrgent(event)) {
      this.resume = { epoch: this.epoch, seq: event.seq };
      this.acknowledge(true);
    }
  }

  private isLive(): void {
    this.attempt = 0;
    this.freshAt = this.around.monotonic();
    this.say({ is: "live" });
  }

  private acknowledge(now: boolean): void {
    const at = this.around.monotonic();
    if (this.resume === null || this.resume.seq === this.acked || (!now && at - this.ackedAt < ACK_EVERY_MS)) return;
    this.acked = this.resume.seq;
    this.ackedAt = at;
    this.tell({ type: "ack", seq: this.acked });
  }

  private ping(): void {
    const at = this.around.monotonic();
    const every = this.around.isHidden() ? HIDDEN_PING_MS : this.pingMs;
    if (this.status.is !== "live" || at - this.pingedAt < every) return;
    this.pingedAt = at;
    this.tell({ type: "ping", sent: this.clock.wallNow() });
  }

  private tick(): void {
    const at = this.around.monotonic();
    const slept = at - this.tickedAt - TICK_MS > SLEPT_MS;
    this.tickedAt = at;
    if (slept) {
      this.clock.forget();
      this.again("slept");
    } else if (this.line && at - this.heardAt > SILENCE_MS) {
      this.again("silent");
    } else if (this.status.is === "live") {
      this.ping();
      this.acknowledge(false);
    }
    this.cancelTick = this.around.after(TICK_MS, () => this.tick());
  }

  private closed(code: number): void {
    this.line = null;
    switch (code) {
      case 4401:
        return this.stop("signed_out");
      case 4403:
        return this.stop("not_allowed");
      case 4410:
        return this.stop("replaced");
      case 4409:
        this.resume = null;
        return this.later("resync");
      case 4408:
        return this.later("slow");
      case 1012:
        return this.later("restart");
      default:
        return this.later("no_network");
    }
  }

  /** Something is wrong with this line: leave it and connect anew, the first time at once. */
  private again(reason: Reason): void {
    this.hangUp();
    if (this.attempt === 0) {
      this.attempt = 1;
      this.connect(reason);
    } else this.later(reason);
  }

  private later(reason: Reason): void {
    const range = this.retryRange ?? [0, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.attempt)];
    this.retryRange = null;
    this.attempt += 1;
    this.say({ is: "waiting", reason });
    this.cancelRetry?.();
    this.cancelRetry = this.around.after(range[0] + this.around.chance() * (range[1] - range[0]), () =>
      this.connect(reason),
    );
  }

  private say(status: Status): void {
    this.status = status;
    this.listener.status(status);
  }
}
