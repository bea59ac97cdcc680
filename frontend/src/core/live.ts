/**
 * The live line to the service: says hello, resumes where it was, counts what it hears, notices silence, comes back.
 *
 * It never guesses: a hole in the numbers, a silent socket or a device that slept all end the same way, with a new hello.
 * How old the screen is, only the running feed tells: neither a welcome nor a snapshot nor a pong proves that it runs.
 */

import { Awake } from "./awake";
import { Backoff } from "./backoff";
import type { ServerClock } from "./clock";
import { Freshness } from "./freshness";
import { verdict, type Ending, type Line, type Listener, type Reason, type Status, type Surroundings } from "./line";
import { Replies } from "./replies";
import type { ClientMessage, LiveEvent, Resume, ServerMessage, State } from "./words";

export type { Ending, Line, LineEvents, Listener, Reason, Status, Surroundings } from "./line";

export const SILENCE_MS = 15_000;
export const SLEPT_MS = 20_000;
const TICK_MS = 1_000;
const PAUSE_MS = 2_500;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
/** A line that lived this long was a good one. */
const STEADY_MS = 3_000;
/** Positions come every second: who looks at the screen does not wait for the whole silence. */
const IMPATIENT_MS = 4_000;

export class LiveLink {
  status: Status = { is: "ended", reason: "stopped" };
  /** How far the listener has been told, and of which database. */
  private reached: Resume | null = null;
  /** What the listener has cannot be gone on from: the next snapshot is taken, whatever its number. */
  private isBroken = false;
  private line: Line | null = null;
  /** The service's own place in the feed when it let this line in; null before its welcome. */
  private joined: Resume | null = null;
  private n = 0;
  private heardAt = 0;
  private liveSince = 0;
  private retryRange: [number, number] | null = null;
  private cancelTick: (() => void) | null = null;
  private cancelRetry: (() => void) | null = null;
  private readonly replies = new Replies();
  private readonly backoff: Backoff;
  private readonly awake: Awake;
  private readonly freshness: Freshness;

  constructor(
    private readonly around: Surroundings,
    private readonly clock: ServerClock,
    private readonly listener: Listener,
  ) {
    this.backoff = new Backoff(FIRST_RETRY_MS, LONGEST_RETRY_MS, () => around.chance());
    const clocks = [() => around.monotonic(), () => clock.wallNow()] as const;
    this.awake = new Awake(...clocks);
    this.freshness = new Freshness(...clocks);
  }

  /** Seconds since the running feed was last heard, by whichever clock ran on; null before the first time. */
  get ageSeconds(): number | null {
    return this.freshness.ageSeconds;
  }

  start(): void {
    this.stop("stopped");
    this.backoff.rest();
    this.awake.look();
    this.connect("starting");
    this.tick();
  }

  /** End the line for good; where it was is forgotten, because the next person may see other things. */
  stop(reason: Ending = "stopped"): void {
    this.cancelTick?.();
    this.cancelRetry?.();
    this.cancelTick = this.cancelRetry = this.retryRange = this.reached = null;
    this.isBroken = false;
    this.freshness.forget();
    this.hangUp();
    this.say({ is: "ended", reason });
  }

  /** The network is back or the page is seen again: do not wait any longer. */
  wake(): void {
    if (this.status.is === "ended" || this.hasSlept()) return;
    if (this.status.is === "waiting") this.connect(this.status.reason);
    else if (this.quietMs > IMPATIENT_MS) this.connect(this.status.is === "live" ? "silent" : this.status.reason);
    else this.keepUp();
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
    this.joined = null;
    this.freshness.trust();
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
    return this.reached && !this.isBroken ? { type: "hello", resume: this.reached } : { type: "hello" };
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
    if (this.hasSlept()) return;
    if (this.quietMs > PAUSE_MS) this.doubt(false);
    this.heardAt = this.around.monotonic();
    const line = this.line;
    try {
      const told = JSON.parse(text) as ServerMessage | ServerMessage[];
      for (const message of Array.isArray(told) ? told : [told]) if (this.line === line) this.take(message);
    } catch (broken) {
      console.error("what was heard does not fit, asking for a new picture", broken);
      this.isBroken = true;
      this.again("resync");
    }
    // A hidden page's timers are slowed down; what it hears is not.
    this.keepUp();
  }

  private take(message: ServerMessage): void {
    switch (message.type) {
      case "welcome":
        this.clock.greet(message.now);
        this.joined = { epoch: message.epoch, seq: message.seq };
        this.replies.begin(message.ping_seconds);
        if (message.mode === "resume") this.isLive();
        break;
      case "snapshot":
        this.begin(message.seq, message.state);
        break;
      case "event":
        this.count(message.n, message.seq, () => this.apply(message));
        break;
      case "position":
        this.count(message.n, message.seq, () => this.place(message.seq));
        break;
      case "pong":
        this.clock.roundTrip(message.sent, message.now);
        this.freshness.prove(message.sent);
        if (this.clock.wallNow() - message.sent > PAUSE_MS) this.replies.pingSoon();
        break;
      case "bye":
        this.retryRange = message.retry_in;
        break;
      default:
        message satisfies never;
    }
  }

  /** Take a snapshot, unless it is older than what we have: then the process we reached lags behind the one we left. */
  private begin(seq: number, state: State): void {
    const epoch = this.joined?.epoch ?? "";
    if (this.isBroken || this.reached?.epoch !== epoch || seq >= this.reached.seq) {
      this.listener.snapshot(seq, epoch, state);
      this.reached = { epoch, seq };
      this.isBroken = false;
    }
    this.isLive();
  }

  private count(n: number, seq: number, then: () => void): void {
    const { joined, reached } = this;
    if (n !== this.n + 1 || joined === null || reached?.epoch !== joined.epoch || this.isBroken) {
      this.again("hole");
      return;
    }
    this.n = n;
    if (seq < reached.seq) return; // known already, from a process that was ahead of this one
    then();
    this.reached = { epoch: joined.epoch, seq };
  }

  private apply(event: LiveEvent): void {
    if (event.seq === this.reached?.seq) return;
    this.listener.event(event);
    if (this.listener.isUrgent(event)) this.replies.ackSoon();
    if (this.joined && event.seq > this.joined.seq) this.freshness.renew();
  }

  private place(seq: number): void {
    this.listener.position(seq);
    this.freshness.renew();
  }

  private isLive(): void {
    this.liveSince = this.around.monotonic();
    this.say({ is: "live" });
  }

  private keepUp(): void {
    if (this.status.is !== "live" || this.reached === null) return;
    const due = this.replies.due(this.around.monotonic(), this.reached.seq, this.around.isHidden());
    if (due.ack) this.tell({ type: "ack", seq: this.reached.seq });
    if (due.ping) this.ask(this.clock.wallNow());
  }

  private ask(sent: number): void {
    this.freshness.ask(sent);
    this.tell({ type: "ping", sent });
  }

  /** After a short pause what is heard next may be old; after a long one nothing about this line can be trusted. */
  private hasSlept(): boolean {
    const pause = this.awake.look();
    if (pause.isOdd) this.clock.forget();
    if (pause.isOdd || pause.ms > PAUSE_MS) this.doubt(pause.isUnknown);
    if (pause.ms <= SLEPT_MS) return false;
    this.backoff.rest();
    this.again("slept");
    return true;
  }

  private get quietMs(): number {
    return this.around.monotonic() - this.heardAt;
  }

  private doubt(isUnknown: boolean): void {
    this.freshness.doubt(isUnknown);
    this.replies.pingSoon();
  }

  private tick(): void {
    this.cancelTick = this.around.after(TICK_MS, () => this.tick());
    if (this.hasSlept()) return;
    const isSilent = this.quietMs > SILENCE_MS || this.freshness.doubtedMs > IMPATIENT_MS;
    if (this.line && isSilent) this.again("silent");
    else this.keepUp();
  }

  private closed(code: number): void {
    this.line = null;
    const word = verdict(code);
    if (word.then === "end") this.stop(word.reason);
    else {
      this.isBroken ||= word.then === "start_over";
      this.later(word.reason);
    }
  }

  /** Something is wrong with this line: leave it and connect anew, the first time at once. */
  private again(reason: Reason): void {
    this.hangUp();
    this.judge();
    if (this.backoff.isFresh) {
      this.backoff.next();
      this.connect(reason);
    } else this.later(reason);
  }

  private later(reason: Reason): void {
    this.judge();
    const waitMs = this.backoff.next(this.retryRange);
    this.retryRange = null;
    this.say({ is: "waiting", reason });
    this.cancelRetry?.();
    this.cancelRetry = this.around.after(waitMs, () => this.connect(reason));
  }

  /** Only a line that lived for a while was a success: one that breaks at once is not tried again and again. */
  private judge(): void {
    if (this.status.is === "live" && this.around.monotonic() - this.liveSince >= STEADY_MS) this.backoff.rest();
  }

  private say(status: Status): void {
    this.status = status;
    this.listener.status(status);
  }
}
