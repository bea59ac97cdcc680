/** An outbox with a shelf, a service and a person of its own, each of which can be made to fail. */

import type { Answer, Entry, Shelf } from "@/core/deeds";
import { Problem, Unreachable, type Ask, type Http } from "@/core/http";
import { Outbox, type OutboxEvents } from "@/core/outbox";
import { World } from "./hand-wound";
import { anAnswer } from "./written";

export class TestShelf implements Shelf {
  readonly kept = new Map<string, Entry>();
  trouble: "none" | "full" | "stuck" = "none";

  all = () => this.unless(() => [...this.kept.values()]);
  put = (entry: Entry) => this.unless(() => void this.kept.set(entry.key, structuredClone(entry)));
  remove = (key: string) => this.unless(() => void this.kept.delete(key));

  private unless<T>(then: () => T): Promise<T> {
    if (this.trouble === "stuck") return new Promise(() => undefined);
    return this.trouble === "full" ? Promise.reject(new Error("QuotaExceededError")) : Promise.resolve(then());
  }
}

type Fate = "yes" | Error | "never";

/** A service that answers as it is told to, in turn, then yes to everything. */
class TestService {
  readonly asked: (Ask & { path: string })[] = [];
  fates: Fate[] = [];

  readonly http: Http = <T>(path: string, ask: Ask = {}) => {
    this.asked.push({ path, ...ask });
    const fate = this.fates.shift() ?? "yes";
    if (fate === "never") return new Promise<T>(() => undefined);
    const answer: Answer = { call: anAnswer(), seq: this.asked.length };
    return fate === "yes" ? Promise.resolve(answer as T) : Promise.reject(fate);
  };

  get said(): string[] {
    return this.asked.map(({ path }) => path.replace("/api/v1/calls/", ""));
  }
}

export function anOutbox({
  world = new World(),
  shelf = new TestShelf(),
  service = new TestService(),
  staff = "C1",
} = {}) {
  const heard: string[] = [];
  let shown: readonly Entry[] = [];
  const events: OutboxEvents = {
    changed: (entries) => (shown = entries),
    answered: (entry) => heard.push(`answered ${entry.verb}`),
    refused: (entry) => heard.push(`refused ${entry.verb} ${entry.refusal?.code} ${entry.refusal?.dropped.join("+")}`),
    signedOut: () => heard.push("signed out"),
    notKept: (entry) => heard.push(`not kept ${entry.verb}`),
  };
  const outbox = new Outbox(shelf, service.http, events, staff, world.surroundings);
  return { world, shelf, service, heard, outbox, shown: () => shown.map((one) => one.verb) };
}

export const settled = () => new Promise(setImmediate);
export const noNetwork = () => new Unreachable("no network");
export const refusal = (code: string) => new Problem(409, code, "");
