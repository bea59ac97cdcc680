/** Every deed of every person, and what became of it; written outside the system that is tested. */

import type { Entry, Verb } from "@/core/deeds";
import { newKey } from "@/core/keys";

export type Fate = "waiting" | "answered" | "refused" | "dropped" | "lost_as_told";

export interface Deed {
  who: string;
  key: string;
  /** The device's time, unique: the service's log names its effects by it. */
  at: string;
  call: string;
  verb: Verb;
  text: string | null;
  fate: Fate;
  isKept: boolean;
}

/** Trouble that passes is no refusal. */
const PASSING = new Set(["not_committed", "internal_error", "not_signed_in"]);
const EPOCH_MS = Date.parse("2026-11-22T00:00:00Z");

export class Ledger {
  readonly deeds = new Map<string, Deed>();
  readonly faults: string[] = [];
  readonly contradictions: string[] = [];
  private readonly epochs = new Map<string, string>();

  done(who: string, call: string, verb: Verb, body: Record<string, unknown>): { key: string; at: string } {
    const number = this.deeds.size;
    const key = newKey(EPOCH_MS + number);
    const at = new Date(EPOCH_MS + number).toISOString();
    const text = typeof body.text === "string" ? body.text : null;
    this.deeds.set(key, { who, key, at, call, verb, text, fate: "waiting", isKept: true });
    return { key, at };
  }

  answered(entry: Entry): void {
    this.settle(entry.key, "answered");
  }

  refused(entry: Entry): void {
    const code = entry.refusal?.code ?? "";
    if (PASSING.has(code)) this.faults.push(`${entry.verb} ${entry.key} was given up over ${code}`);
    this.settle(entry.key, "refused");
  }

  /** A deed is no longer in the box of some page; `fell` tells whether the page said that it fell with a refused one. */
  vanished(key: string, fell: boolean): void {
    const deed = this.deeds.get(key);
    if (deed?.fate !== "waiting") return;
    if (fell) deed.fate = "dropped";
    else this.faults.push(`${deed.verb} ${key} vanished without a word`);
  }

  notKept(entry: Entry): void {
    const deed = this.deeds.get(entry.key);
    if (deed) deed.isKept = false;
  }

  /** A page died: what it had told that it could not keep is gone with it. */
  died(who: string): void {
    for (const deed of this.deeds.values()) {
      if (deed.who === who && deed.fate === "waiting" && !deed.isKept) deed.fate = "lost_as_told";
    }
  }

  /** The database that answered this key; empty when it has not. */
  epochOf(key: string): string {
    return this.epochs.get(key) ?? "";
  }

  answeredBy(key: string, epoch: string): void {
    this.epochs.set(key, epoch);
  }

  /** Two pages may both hear of the same deed; it must be the same word, unless the database forgot it in between. */
  private settle(key: string, fate: "answered" | "refused"): void {
    const deed = this.deeds.get(key);
    if (!deed) return;
    if (deed.fate === "answered" || deed.fate === "refused") {
      if (deed.fate !== fate) this.contradictions.push(`${deed.verb} ${key} was ${deed.fate} and then ${fate}`);
    }
    deed.fate = fate;
  }
}
