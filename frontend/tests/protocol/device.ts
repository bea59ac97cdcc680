/** A device: its clocks, its network, its sleep, and the page that is open on it. What it keeps outlives the page. */

import type { Entry, Shelf } from "@/core/deeds";
import type { Chance } from "./chance";
import type { Page } from "./page";
import type { Time } from "./time";

const START = Date.parse("2026-11-22T04:00:00Z");

export class Device {
  isOnline = true;
  page: Page | null = null;
  readonly shelf = new MemoryShelf();
  /** Whether the browser's session is good. */
  isSignedIn = true;
  /** When it last slept, or the page on it was last opened. */
  disturbedAt = 0;
  private isAsleep = false;
  private sleptMs = 0;
  private postponed: (() => void)[] = [];
  private wallOffMs: number;

  constructor(
    readonly who: string,
    private readonly time: Time,
    private readonly chance: Chance,
    /** Some browsers stop the monotonic clock while the device sleeps. */
    private readonly stopsInSleep: boolean,
  ) {
    this.wallOffMs = chance.between(-86_400_000, 86_400_000);
  }

  get isAwake(): boolean {
    return !this.isAsleep;
  }

  monotonic(): number {
    return this.time.now - (this.stopsInSleep ? this.sleptMs : 0);
  }

  wall(): number {
    return START + this.time.now + this.wallOffMs;
  }

  setClock(byMs: number): void {
    this.wallOffMs += byMs;
  }

  latencyMs(): number {
    return this.chance.likely(0.02) ? this.chance.between(300, 1_500) : this.chance.between(10, 200);
  }

  whenAwake(then: () => void): void {
    if (this.isAsleep) this.postponed.push(then);
    else then();
  }

  /** The network is back, and the browser says so. */
  online(): void {
    this.isOnline = true;
    this.whenAwake(() => this.page?.wake());
  }

  /** The person has signed in again; the application begins anew. */
  signIn(): void {
    this.isSignedIn = true;
    this.whenAwake(() => this.page?.signedIn());
  }

  /** Nothing runs for a while; then everything that was due runs, late, and the page is told that it is seen again. */
  sleep(ms: number): void {
    if (this.isAsleep) return;
    this.isAsleep = true;
    this.time.after(ms, () => this.awake(ms));
  }

  /** Everything that was wrong with this device is over. */
  heal(): void {
    if (this.isAsleep) this.awake(0);
    if (!this.isOnline) this.online();
    if (!this.isSignedIn) this.signIn();
  }

  private awake(ms: number): void {
    if (!this.isAsleep) return;
    this.isAsleep = false;
    this.sleptMs += ms;
    this.disturbedAt = this.time.now;
    const late = this.postponed;
    this.postponed = [];
    if (this.chance.likely(0.5)) this.page?.wake(); // either may come first
    for (const one of late) one();
    this.page?.wake();
  }
}

/** A shelf that outlives pages and may be full. */
export class MemoryShelf implements Shelf {
  isFull = false;
  private readonly kept = new Map<string, Entry>();

  all(): Promise<Entry[]> {
    return Promise.resolve(structuredClone([...this.kept.values()]));
  }

  put(entry: Entry): Promise<void> {
    if (this.isFull) return Promise.reject(new Error("QuotaExceededError"));
    this.kept.set(entry.key, structuredClone(entry));
    return Promise.resolve();
  }

  remove(key: string): Promise<void> {
    this.kept.delete(key);
    return Promise.resolve();
  }
}
