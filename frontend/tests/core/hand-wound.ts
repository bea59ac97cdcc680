/** A world that moves only by hand: clocks that are wound, and lines whose other end is held by the test. */

import type { LineEvents, Surroundings } from "@/core/line";
import type { ClientMessage, ServerMessage } from "@/core/words";

interface Timer {
  at: number;
  then: () => void;
}

export class World {
  /** Milliseconds on both of the device's clocks. */
  monotonicMs = 0;
  wallMs = 0;
  /** What chance says next. */
  chance = 0;
  isHidden = false;
  isPresent = true;
  readonly lines: TestLine[] = [];
  private timers: Timer[] = [];

  readonly surroundings: Surroundings & { isHere(staff: string): boolean } = {
    open: (events) => {
      const line = new TestLine(events);
      this.lines.push(line);
      return line;
    },
    monotonic: () => this.monotonicMs,
    after: (ms, then) => {
      const timer = { at: this.monotonicMs + ms, then };
      this.timers.push(timer);
      return () => (this.timers = this.timers.filter((one) => one !== timer));
    },
    chance: () => this.chance,
    isHidden: () => this.isHidden,
    isHere: () => this.isPresent,
  };

  get line(): TestLine {
    const last = this.lines.at(-1);
    if (!last) throw new Error("no line was opened");
    return last;
  }

  /** Time passes and timers are kept. */
  pass(ms: number): void {
    const until = this.monotonicMs + ms;
    for (;;) {
      const next = this.timers.filter((one) => one.at <= until).sort((a, b) => a.at - b.at)[0];
      this.wind((next?.at ?? until) - this.monotonicMs);
      if (!next) return;
      this.timers = this.timers.filter((one) => one !== next);
      next.then();
    }
  }

  /** The device sleeps: time passes, timers come late. */
  sleep(ms: number): void {
    this.wind(ms);
    this.pass(0);
  }

  private wind(ms: number): void {
    this.monotonicMs += Math.max(0, ms);
    this.wallMs += Math.max(0, ms);
  }
}

export class TestLine {
  readonly sent: ClientMessage[] = [];
  isClosed = false;
  private n = 0;
  private answered = 0;

  constructor(private readonly events: LineEvents) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }

  close(): void {
    this.isClosed = true;
  }

  opens(): void {
    this.events.opened();
  }

  ends(code: number): void {
    this.events.closed(code);
  }

  /** One frame, as it is. */
  says(...messages: ServerMessage[]): void {
    this.events.heard(JSON.stringify(messages.length === 1 ? messages[0] : messages));
  }

  /** One frame of any text. */
  mumbles(text: string): void {
    this.events.heard(text);
  }

  /** A position under the next number of this line. */
  places(seq: number): void {
    this.says({ type: "position", n: ++this.n, seq });
  }

  /** An event under the next number of this line. */
  tells(event: Omit<ServerMessage & { type: "event" }, "n" | "type">): void {
    this.says({ ...event, type: "event", n: ++this.n });
  }

  /** Answer every ping that has not been answered. */
  pongs(now: number): void {
    for (const ping of this.sent.slice(this.answered)) {
      if (ping.type === "ping") this.says({ type: "pong", sent: ping.sent, now: new Date(now).toISOString() });
    }
    this.answered = this.sent.length;
  }

  of(type: ClientMessage["type"]): ClientMessage[] {
    return this.sent.filter((one) => one.type === type);
  }
}
