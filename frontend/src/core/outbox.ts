/**
 * The outbox: what a person did, kept on the device until the service has answered, sent in order, one at a time.
 *
 * An entry is shown as waiting until the answer is there, never as done. Its key makes a repetition harmless.
 */

import { Problem, Unreachable, type Http } from "./http";
import type { Call } from "./words";

export type Verb =
  | "accept"
  | "decline"
  | "depart"
  | "arrive"
  | "resolve"
  | "release"
  | "escalate"
  | "note";

export interface Entry {
  /** The idempotency key, made on the device. */
  key: string;
  /** Its place in the order of doing. */
  place: number;
  /** Who did it: what one person left waiting is never sent in another's name. */
  staff: string;
  call: string;
  verb: Verb;
  body: Record<string, unknown>;
  /** Device time of the deed, ISO; goes along as evidence. */
  at: string;
  tries: number;
  /** Set when the service has refused: shown until the person has read it, with the steps that fell with this one. */
  refusal: { code: string; message: string; members: Readonly<Record<string, unknown>>; dropped: Verb[] } | null;
}

/** Where entries outlive the page; the real one is IndexedDB. */
export interface Shelf {
  all(): Promise<Entry[]>;
  put(entry: Entry): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface Answer {
  call: Call;
  seq: number;
}

export interface OutboxEvents {
  /** The entries have changed; in order, refused ones included. */
  changed(entries: readonly Entry[]): void;
  answered(entry: Entry, answer: Answer): void;
  refused(entry: Entry): void;
  /** The session is over: sign in again, then flush. */
  signedOut(): void;
}

/** After these the call is not ours: the steps that were to follow on it are refused with the same words. */
const NOT_OURS = new Set([
  "already_accepted",
  "offer_withdrawn",
  "call_closed",
  "not_holder",
  "not_offered",
  "call_unknown",
  "not_on_duty",
  "has_active_call",
]);

export class Outbox {
  private entries: Entry[] = [];
  private flushing: Promise<boolean> | null = null;
  private asked = false;

  constructor(
    private readonly shelf: Shelf,
    private readonly http: Http,
    private readonly events: OutboxEvents,
    private readonly staff: string,
  ) {}

  /** Read what an earlier page has left; call once, before anything else. */
  async open(): Promise<void> {
    this.entries = (await this.shelf.all()).filter((one) => one.staff === this.staff).sort((a, b) => a.place - b.place);
    this.events.changed(this.entries);
  }

  get waiting(): readonly Entry[] {
    return this.entries.filter((one) => one.refusal === null);
  }

  /** Keep the deed, then try to send everything; resolves when the deed is safe on the device. */
  async add(call: string, verb: Verb, body: Record<string, unknown>, key: string, at: string): Promise<void> {
    const place = (this.entries.at(-1)?.place ?? 0) + 1;
    const entry: Entry = { key, place, staff: this.staff, call, verb, body, at, tries: 0, refusal: null };
    this.entries = [...this.entries, entry];
    this.events.changed(this.entries);
    await this.shelf.put(entry);
    void this.flush();
  }

  /** Take a refusal off the screen, or a deed that was never tried out of the box. */
  async dismiss(key: string): Promise<void> {
    const entry = this.entries.find((one) => one.key === key);
    if (!entry || (entry.refusal === null && entry.tries > 0)) return;
    await this.forget(entry);
  }

  /** Send what waits; true when nothing is left. Never runs twice at once. */
  flush(): Promise<boolean> {
    this.asked = true;
    this.flushing ??= this.run().finally(() => (this.flushing = null));
    return this.flushing;
  }

  private async run(): Promise<boolean> {
    while (this.asked) {
      this.asked = false;
      for (let next = this.waiting[0]; next; next = this.waiting[0]) {
        if (!(await this.send(next))) return false;
      }
    }
    return true;
  }

  /** True when the service has answered, with yes or no; false when it must be tried again later. */
  private async send(entry: Entry): Promise<boolean> {
    const tried = { ...entry, tries: entry.tries + 1 };
    await this.replace(tried);
    try {
      const answer = await this.http<Answer>(`/api/v1/calls/${tried.call}/${tried.verb}`, {
        method: "POST",
        key: tried.key,
        body: { ...tried.body, at: tried.at },
      });
      await this.forget(tried);
      this.events.answered(tried, answer);
      return true;
    } catch (trouble) {
      if (trouble instanceof Unreachable) return false;
      if (!(trouble instanceof Problem)) throw trouble;
      if (trouble.status === 401) this.events.signedOut();
      if (trouble.isPassing || trouble.status === 401) return false;
      await this.refuse(tried, trouble);
      return true;
    }
  }

  private async refuse(entry: Entry, problem: Problem): Promise<void> {
    const followed = (one: Entry) => one.call === entry.call && one.key !== entry.key && one.verb !== "note";
    const falling = NOT_OURS.has(problem.code) ? this.waiting.filter(followed) : [];
    const { code, message, members } = problem;
    const refused = { ...entry, refusal: { code, message, members, dropped: falling.map((one) => one.verb) } };
    await this.replace(refused);
    for (const later of falling) await this.forget(later);
    this.events.refused(refused);
  }

  private async replace(entry: Entry): Promise<void> {
    this.entries = this.entries.map((one) => (one.key === entry.key ? entry : one));
    await this.shelf.put(entry);
    this.events.changed(this.entries);
  }

  private async forget(entry: Entry): Promise<void> {
    await this.shelf.remove(entry.key);
    this.entries = this.entries.filter((one) => one.key !== entry.key);
    this.events.changed(this.entries);
  }
}
