/**
 * The outbox: what a person did, kept on the device until the service has answered, sent in order, one at a time.
 *
 * An entry is shown as waiting until the answer is there, never as done. Its key makes a repetition harmless: after a
 * lost answer, after the page has died, from two pages at once. So nothing is locked, and no page can stand in the way.
 */

import { Backoff } from "./backoff";
import { browserSurroundings } from "./browser";
import { falling, inOrder, type Answer, type Entry, type Shelf, type Verb } from "./deeds";
import { Problem, Unreachable, type Http } from "./http";
import { newKey } from "./keys";
import { within } from "./within";

export type { Answer, Entry, Refusal, Shelf, Verb } from "./deeds";

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** A shelf that takes longer is treated as broken: a deed waits for no disk. */
const SHELF_MS = 2_000;

export interface OutboxEvents {
  /** The entries have changed; in order, refused ones included. */
  changed(entries: readonly Entry[]): void;
  answered(entry: Entry, answer: Answer): void;
  refused(entry: Entry): void;
  /** The session is over, or another person has signed in on this device: sign in again, then flush. */
  signedOut(): void;
  /** The device could not keep this deed: it is sent all the same, but dies with this page. */
  notKept(entry: Entry, cause: unknown): void;
}

export interface OutboxSurroundings {
  after(ms: number, then: () => void): () => void;
  chance(): number;
  /** True while the browser's session is this person's. */
  isHere(staff: string): boolean;
}

type Fate = "settled" | "later" | "stuck" | "signed_out";

export class Outbox {
  private entries: Entry[] = [];
  /** Keys that are not safe on the shelf: this page alone knows them. */
  private readonly unkept = new Set<string>();
  /** Keys that are settled here, though the shelf may still hold them. */
  private readonly settled = new Set<string>();
  private flushing: Promise<boolean> | null = null;
  private asked = false;
  private isClosed = false;
  private cancelRetry: (() => void) | null = null;
  private readonly backoff: Backoff;

  constructor(
    private readonly shelf: Shelf,
    private readonly http: Http,
    private readonly events: OutboxEvents,
    private readonly staff: string,
    private readonly around: OutboxSurroundings = browserSurroundings,
  ) {
    this.backoff = new Backoff(FIRST_RETRY_MS, LONGEST_RETRY_MS, () => around.chance());
  }

  /** Read what an earlier page has left, then send it. */
  async open(): Promise<void> {
    await this.refresh();
    this.events.changed(this.entries);
    void this.flush();
  }

  /** This person has gone: nothing is sent any more. What waits stays on the shelf for their return. */
  close(): void {
    this.isClosed = true;
    this.cancelRetry?.();
  }

  get waiting(): readonly Entry[] {
    return this.entries.filter((one) => one.refusal === null);
  }

  get refused(): readonly Entry[] {
    return this.entries.filter((one) => one.refusal !== null);
  }

  /** Keep the deed, then try to send everything; resolves when the deed is safe on the device, or was told not to be. */
  async add(
    call: string,
    verb: Verb,
    body: Record<string, unknown>,
    key: string = newKey(),
    at: string = new Date().toISOString(),
  ): Promise<void> {
    const place = (this.entries.at(-1)?.place ?? 0) + 1;
    const entry: Entry = { key, place, staff: this.staff, call, verb, body, at, tries: 0, refusal: null };
    this.become([...this.entries, entry]);
    this.unkept.add(key);
    await this.keep(entry);
    void this.flush();
  }

  /** Take a refusal off the screen, or a deed that was never tried out of the box. */
  async dismiss(key: string): Promise<void> {
    const entry = this.entries.find((one) => one.key === key);
    if (entry && (entry.refusal !== null || entry.tries === 0)) await this.forget([entry]);
  }

  /** The network is back or the page is seen again: send at once. */
  wake(): void {
    this.backoff.rest();
    void this.flush();
  }

  /** Send what waits; true when nothing is left. Never runs twice at once. */
  flush(): Promise<boolean> {
    this.asked = true;
    this.flushing ??= this.run().finally(() => (this.flushing = null));
    return this.flushing;
  }

  private async run(): Promise<boolean> {
    this.cancelRetry?.();
    let fate: Fate = "settled";
    while (this.asked && !this.isClosed) {
      this.asked = false;
      await this.refresh();
      fate = await this.sendAll();
    }
    if (fate === "settled") this.backoff.rest();
    else if (fate !== "signed_out" && !this.isClosed)
      this.cancelRetry = this.around.after(this.backoff.next(), () => void this.flush());
    return this.waiting.length === 0;
  }

  /** A call whose deed the service cannot digest holds up its own deeds, not those about other calls. */
  private async sendAll(): Promise<Fate> {
    const stuck = new Set<string>();
    for (;;) {
      const next = this.waiting.find((one) => !stuck.has(one.call));
      if (!next) return stuck.size === 0 ? "settled" : "stuck";
      const fate = await this.send(next);
      if (fate === "stuck") stuck.add(next.call);
      else if (fate !== "settled") return fate;
    }
  }

  private async send(entry: Entry): Promise<Fate> {
    if (this.isClosed || !this.around.isHere(this.staff)) return this.signedOut();
    const tried = { ...entry, tries: entry.tries + 1 };
    this.replace(tried);
    if (entry.tries === 0) await this.keep(tried);
    let answer: Answer;
    try {
      answer = await this.http<Answer>(`/api/v1/calls/${tried.call}/${tried.verb}`, {
        method: "POST",
        key: tried.key,
        body: { ...tried.body, at: tried.at },
      });
    } catch (trouble) {
      return this.judge(tried, trouble);
    }
    this.events.answered(tried, answer);
    await this.forget([tried]);
    return "settled";
  }

  private async judge(entry: Entry, trouble: unknown): Promise<Fate> {
    if (!(trouble instanceof Problem)) {
      if (!(trouble instanceof Unreachable)) console.error("a deed could not be sent, trying again later", trouble);
      return "later";
    }
    if (trouble.status === 401) return this.signedOut();
    if (trouble.status === 500) return "stuck";
    if (trouble.isPassing) return "later";
    await this.refuse(entry, trouble);
    return "settled";
  }

  private signedOut(): Fate {
    if (!this.isClosed) this.events.signedOut();
    return "signed_out";
  }

  private async refuse(entry: Entry, problem: Problem): Promise<void> {
    const fallen = falling(entry, problem.code, this.waiting);
    const { code, message, members } = problem;
    const refused = { ...entry, refusal: { code, message, members, dropped: fallen.map((one) => one.verb) } };
    this.replace(refused);
    this.events.refused(refused);
    await Promise.all([this.keep(refused), this.forget(fallen)]);
  }

  /** Take in what another page of the same person has added or settled. */
  private async refresh(): Promise<void> {
    const safe = new Set(this.entries.map((one) => one.key).filter((key) => !this.unkept.has(key)));
    let shelved: Entry[];
    try {
      shelved = await this.inTime(this.shelf.all());
    } catch (cause) {
      console.error("the shelf of the outbox cannot be read", cause);
      return;
    }
    const kept = new Map(
      shelved.filter((one) => one.staff === this.staff && !this.settled.has(one.key)).map((one) => [one.key, one]),
    );
    const mine = this.entries
      .filter((one) => !safe.has(one.key) || kept.has(one.key))
      .map((one) => ({ ...one, refusal: one.refusal ?? kept.get(one.key)?.refusal ?? null }));
    for (const one of mine) kept.delete(one.key);
    this.become(inOrder([...mine, ...kept.values()]));
  }

  private replace(entry: Entry): void {
    this.become(this.entries.map((one) => (one.key === entry.key ? entry : one)));
  }

  private become(entries: Entry[]): void {
    this.entries = entries;
    this.events.changed(entries);
  }

  private inTime<T>(shelved: Promise<T>): Promise<T> {
    return within(SHELF_MS, (ms, then) => this.around.after(ms, then), shelved);
  }

  private async keep(entry: Entry): Promise<void> {
    try {
      await this.inTime(this.shelf.put(entry));
      this.unkept.delete(entry.key);
    } catch (cause) {
      this.unkept.add(entry.key);
      this.events.notKept(entry, cause);
    }
  }

  /** Off the screen at once, off the shelf when it can; what stays there by mistake is answered again, harmlessly. */
  private async forget(gone: readonly Entry[]): Promise<void> {
    if (gone.length === 0) return;
    for (const one of gone) this.settled.add(one.key);
    this.become(this.entries.filter((one) => !this.settled.has(one.key)));
    try {
      for (const one of gone) await this.inTime(this.shelf.remove(one.key));
    } catch (cause) {
      console.error("the shelf of the outbox cannot be cleared", cause);
    }
  }
}
