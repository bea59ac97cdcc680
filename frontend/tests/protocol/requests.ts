/** Requests as a bad network carries them: lost, repeated, answered late or not at all; the service may have acted. */

import { Problem, Unreachable, type Ask, type Http } from "@/core/http";
import type { Answer } from "./bridge";
import type { Chance } from "./chance";
import type { Device } from "./device";
import type { Ledger } from "./ledger";
import type { Page } from "./page";
import type { Service } from "./service";
import type { Time } from "./time";

const TIMEOUT_MS = 10_000;

type Accident = "none" | "lost" | "answer_lost" | "twice" | "away" | "broken" | "portal" | "slow";
const ACCIDENTS: readonly Accident[] = [
  "lost",
  "lost",
  "answer_lost",
  "answer_lost",
  "twice",
  "twice",
  "away",
  "broken",
  "portal",
  "slow",
];

export class Requests {
  isFaulty = true;

  constructor(
    private readonly time: Time,
    private readonly chance: Chance,
    private readonly service: Service,
    private readonly ledger: Ledger,
  ) {}

  /** `fetch` of one page, as far as the page can tell. */
  http(device: Device, page: Page): Http {
    return <T>(path: string, ask: Ask = {}) =>
      new Promise<T>((take, fail) => {
        const settle = (then: () => void) => () => device.whenAwake(() => page.isAlive && then());
        const giveUp = this.time.after(
          TIMEOUT_MS,
          settle(() => fail(new Unreachable("timeout"))),
        );
        const hear = (answer: Answer) => {
          giveUp();
          if (answer.status === 200) take(answer.body as T);
          else fail(problemOf(answer));
        };
        this.send(device, path, ask, (ms, then) => this.time.after(ms, settle(then)), hear, fail);
      });
  }

  private send(
    device: Device,
    path: string,
    ask: Ask,
    later: (ms: number, then: () => void) => void,
    hear: (answer: Answer) => void,
    fail: (cause: Error) => void,
  ): void {
    const accident = this.isFaulty && this.chance.likely(0.4) ? this.chance.pick(ACCIDENTS) : "none";
    const there = device.latencyMs();
    if (!device.isOnline || this.service.up.size === 0) {
      if (this.chance.likely(0.5)) later(there, () => fail(new Unreachable("no network")));
      return;
    }
    if (accident === "lost") return;
    if (accident === "portal") return later(there, () => fail(new Unreachable("somebody else's page")));
    if (accident === "away") return later(there, () => fail(new Problem(503, "not_committed", "")));
    if (accident === "broken") return later(there, () => fail(new Problem(500, "internal_error", "")));
    this.time.after(there, async () => {
      if (!device.isSignedIn) return later(there, () => fail(new Problem(401, "not_signed_in", "")));
      const answer = await this.carryOut(device, path, ask);
      if (accident === "twice")
        this.time.after(this.chance.between(100, 20_000), async () => {
          await this.carryOut(device, path, ask);
        });
      const back = accident === "slow" ? this.chance.between(1_000, 9_000) : device.latencyMs();
      if (accident !== "answer_lost") later(back, () => hear(answer));
    });
  }

  private async carryOut(device: Device, path: string, ask: Ask): Promise<Answer> {
    const [call, verb] = path.split("/").slice(-2);
    const { key } = ask;
    const answer = await this.service.ask("act", { key, staff: device.who, call, verb, body: ask.body });
    if (key) this.ledger.answeredBy(key, answer.epoch);
    return answer;
  }
}

function problemOf({ status, body }: Answer): Problem {
  const told = body as Record<string, unknown> & { code: string; detail: string };
  return new Problem(status, told.code, told.detail, told);
}
