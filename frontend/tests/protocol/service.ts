/** The service as the simulated network reaches it: two processes that follow one feed, each at its own pace. */

import type { Answer, Bridge } from "./bridge";
import type { Chance } from "./chance";
import type { Socket } from "./socket";
import type { Time } from "./time";

export const PROCESSES = ["a", "b"] as const;
export type ProcessName = (typeof PROCESSES)[number];

const PLACE_MS = 1_000;
const LONGEST_LAG_MS = 300;

/** Where the feed stood, and since when. */
export interface Stand {
  at: number;
  head: number;
  epoch: string;
}

export class Service {
  readonly stands: Stand[] = [];
  readonly sockets = new Map<string, Socket>();
  readonly up = new Set<ProcessName>(PROCESSES);
  /** The moment at which the service's clock was stopped, so that everybody can catch up. */
  frozenAt: number | null = null;
  hasRestored = false;
  private readonly stalled = new Set<ProcessName>();
  private readonly following = new Set<ProcessName>();

  constructor(
    private readonly bridge: Bridge,
    private readonly world: string,
    private readonly time: Time,
    private readonly chance: Chance,
  ) {}

  async begin(hub: string): Promise<void> {
    await this.ask("begin", { hub });
    this.time.every(PLACE_MS, async () => {
      for (const process of this.up) if (!this.stalled.has(process)) await this.ask("place", { process });
    });
  }

  get stand(): Stand {
    return this.stands.at(-1) ?? { at: 0, head: 0, epoch: "" };
  }

  /** Have something happen there now; what it makes the service say is on its way when this returns. */
  async ask(what: string, given: Record<string, unknown> = {}): Promise<Answer> {
    const at = this.frozenAt ?? this.time.now;
    const answer = await this.bridge.ask({ world: this.world, at: Math.floor(at), do: what, with: given });
    const { head, epoch } = answer;
    if (head !== this.stand.head || epoch !== this.stand.epoch) {
      this.stands.push({ at: this.time.now, head, epoch });
      for (const process of PROCESSES) this.followSoon(process);
    }
    for (const [name, frames] of Object.entries(answer.frames)) {
      for (const frame of frames) this.sockets.get(name)?.arrive(frame);
    }
    for (const [name, code] of Object.entries(answer.closed)) this.sockets.get(name)?.ended(code);
    return answer;
  }

  /** A process ends, with or without a word, and another takes its place. */
  async restart(process: ProcessName, how: { isPolite: boolean; remembers: boolean; downMs: number }): Promise<void> {
    if (!this.up.has(process)) return;
    if (how.isPolite) await this.ask("goodbye", { process });
    this.up.delete(process);
    for (const socket of this.sockets.values()) if (socket.process === process) socket.lose();
    this.time.after(how.downMs, () => this.start(process, how.remembers));
  }

  async start(process: ProcessName, remembers: boolean): Promise<void> {
    if (this.up.has(process)) return;
    await this.ask("start", { name: process, remembers });
    this.up.add(process);
    await this.keepStalled();
  }

  /** A process hears nothing of the feed for a while, and lives. */
  async stall(process: ProcessName, ms: number): Promise<void> {
    this.stalled.add(process);
    await this.keepStalled();
    this.time.after(ms, async () => {
      if (this.up.has(process)) await this.ask("follow", { process }); // what it missed comes before it says where it is
      this.stalled.delete(process);
    });
  }

  /** The database comes back as it was `lost` facts ago: it is another one. */
  async restore(lost: number): Promise<void> {
    this.hasRestored = true;
    await this.ask("restore", { lost });
    await this.keepStalled();
  }

  /** What begins anew hears no more of the feed than what was there before. */
  private async keepStalled(): Promise<void> {
    for (const process of this.stalled) if (this.up.has(process)) await this.ask("stall", { process });
  }

  private followSoon(process: ProcessName): void {
    if (this.following.has(process)) return;
    this.following.add(process);
    this.time.after(this.chance.between(1, LONGEST_LAG_MS), async () => {
      this.following.delete(process);
      if (this.up.has(process) && !this.stalled.has(process)) await this.ask("follow", { process });
    });
  }
}
