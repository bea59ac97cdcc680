/** One page of the client: the real link, picture, clock and outbox on a simulated device. */

import { ServerClock } from "@/core/clock";
import type { Answer, Entry, Verb } from "@/core/deeds";
import type { Http } from "@/core/http";
import { LiveLink, type Line, type LineEvents, type Surroundings } from "@/core/live";
import { Outbox } from "@/core/outbox";
import { PictureBroken, plainMaps, type Picture } from "@/core/picture";
import type { LiveEvent } from "@/core/words";
import type { Device } from "./device";
import type { Ledger } from "./ledger";
import type { Sabotage } from "./sabotage";
import type { Socket } from "./socket";
import type { Time } from "./time";
import { Watched, WatchedCalls } from "./watched";

/** The screen is live, so the word of an offer's arrival has had its time there and back. */
const CONFIRMED_MS = 7_000;

export interface Outside {
  time: Time;
  device: Device;
  ledger: Ledger;
  sabotage: Sabotage;
  chance: () => number;
  open(page: Page, events: LineEvents): Socket;
  http(page: Page): Http;
}

export class Page {
  isAlive = true;
  readonly watched = new Watched();
  readonly calls = new WatchedCalls(this.watched);
  readonly picture: Picture;
  readonly link: LiveLink;
  readonly outboxes: Outbox[];
  private socket: Socket | null = null;
  private urgent: number[] = [];
  private readonly unconfirmed = new Map<string, number>();

  get device(): Device {
    return this.outside.device;
  }

  constructor(private readonly outside: Outside) {
    const { device, sabotage } = outside;
    this.picture = sabotage.picture({ ...plainMaps(), calls: this.calls });
    const clock = new ServerClock(() => device.wall());
    this.link = new LiveLink(sabotage.surroundings(this.surroundings()), clock, {
      snapshot: (seq, epoch, state) => {
        if (epoch !== this.picture.epoch) this.calls.beginAnew();
        this.watched.told.push({ snapshot: seq, epoch });
        this.picture.show(seq, epoch, state);
      },
      event: (event) => this.hear(event),
      position: (seq) => this.picture.place(seq),
      status: () => undefined,
      isUrgent: (event) => isOffer(event, device.who),
    });
    // Two tabs of the same person: both send what lies on the one shelf.
    const tabs = device.who === "C1" ? 2 : 1;
    this.outboxes = Array.from({ length: tabs }, () => this.newOutbox());
  }

  async open(): Promise<void> {
    this.link.start();
    for (const outbox of this.outboxes) await outbox.open();
  }

  /** The page is seen again, or the network is back. */
  wake(): void {
    this.link.wake();
    for (const outbox of this.outboxes) outbox.wake();
  }

  signedIn(): void {
    this.picture.forget();
    this.calls.beginAnew();
    this.link.start();
    for (const outbox of this.outboxes) outbox.wake();
  }

  /** The database that answered this key. */
  epochOf(key: string): string {
    return this.outside.ledger.epochOf(key);
  }

  die(): void {
    this.isAlive = false;
    this.link.stop();
    for (const outbox of this.outboxes) outbox.close();
    this.outside.ledger.died(this.outside.device.who);
  }

  get isLive(): boolean {
    const age = this.link.ageSeconds;
    return this.link.status.is === "live" && age !== null && age <= 5;
  }

  get waiting(): readonly Entry[] {
    return this.outboxes[0]?.waiting ?? [];
  }

  act(call: string, verb: Verb, body: Record<string, unknown>): void {
    const { key, at } = this.outside.ledger.done(this.outside.device.who, call, verb, body);
    const tab = this.outboxes[Math.floor(this.outside.chance() * this.outboxes.length)];
    void tab?.add(call, verb, body, key, at);
  }

  /** Write down what the screen claims now, and whether offers lie on it that the service does not know to be there. */
  claim(): void {
    const { time, device } = this.outside;
    if (!this.isLive) {
      this.unconfirmed.clear();
      return;
    }
    this.watched.claims.push({ at: time.now, seq: this.picture.seq, epoch: this.picture.epoch });
    const open = [...this.calls.values()].flatMap((call) =>
      call.offers.filter((one) => one.caregiver === device.who && one.state === "open").map((one) => one.id),
    );
    for (const id of this.unconfirmed.keys()) if (!open.includes(id)) this.unconfirmed.delete(id);
    for (const id of open) {
      const since = this.unconfirmed.get(id) ?? time.now;
      this.unconfirmed.set(id, since);
      if (time.now - since > CONFIRMED_MS)
        this.watched.faults.push(`${device.who} shows offer ${id} since ${since} ms and it was never confirmed`);
    }
  }

  private hear(event: LiveEvent): void {
    try {
      if (!this.picture.apply(event)) return;
    } catch (broken) {
      if (broken instanceof PictureBroken) this.watched.broken += 1;
      throw broken;
    }
    this.watched.told.push({ event: event.seq });
    if (isOffer(event, this.outside.device.who)) this.urgent.push(event.seq);
  }

  /** A frame was taken in: whatever offer was in it must be confirmed by now, unless the line was given up over it. */
  private took(socket: Socket): void {
    for (const seq of this.urgent.splice(0)) {
      if (socket === this.socket && socket.isOpenHere && socket.acked < seq)
        this.watched.faults.push(
          `the offer of ${seq} reached ${this.outside.device.who} and was not confirmed at once`,
        );
    }
  }

  private newOutbox(): Outbox {
    const { device, ledger, sabotage } = this.outside;
    const http = sabotage.http(this.outside.http(this));
    let inBox = new Set<string>();
    let falling = 0;
    return new Outbox(
      sabotage.shelf(device.shelf),
      http,
      {
        changed: (entries) => {
          const now = new Set(entries.map((one) => one.key));
          for (const key of inBox) if (!now.has(key)) ledger.vanished(key, falling-- > 0);
          inBox = now;
        },
        answered: (entry, answer) => {
          ledger.answered(entry);
          this.answered(answer, ledger.epochOf(entry.key));
        },
        refused: (entry) => {
          ledger.refused(entry);
          falling = entry.refusal?.dropped.length ?? 0;
        },
        signedOut: () => undefined,
        notKept: (entry) => ledger.notKept(entry),
      },
      device.who,
      { ...this.surroundings(), isHere: () => device.isSignedIn },
    );
  }

  /** A view does the same with the answer to its own command. */
  answered({ call, seq }: Answer, epoch: string): void {
    if (epoch !== this.picture.epoch) this.calls.excuse(call.id);
    this.picture.answer(call, seq);
  }

  private surroundings(): Surroundings {
    const { time, device, chance } = this.outside;
    const mine = (then: () => void) => () => device.whenAwake(() => this.isAlive && then());
    return {
      open: (events) => this.openLine(events),
      monotonic: () => device.monotonic(),
      after: (ms, then) => {
        let isOff = false;
        const cancel = time.after(
          ms,
          mine(() => !isOff && then()),
        );
        return () => {
          isOff = true;
          cancel();
        };
      },
      chance,
      isHidden: () => false,
    };
  }

  private openLine(events: LineEvents): Line {
    this.watched.opened += 1;
    const socket: Socket = this.outside.open(this, events);
    socket.whenTaken = () => this.took(socket);
    this.socket = socket;
    return socket;
  }
}

const isOffer = ({ fact }: LiveEvent, who: string): boolean => fact.kind === "offer_made" && fact.caregiver === who;
