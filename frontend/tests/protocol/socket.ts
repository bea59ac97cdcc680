/** One socket between a device and a process: ordered, slow, and liable to every accident that sockets have. */

import type { Line, LineEvents } from "@/core/line";
import type { Device } from "./device";
import type { ProcessName, Service } from "./service";
import type { Time } from "./time";

const SERVER_SILENCE_MS = 25_000;
const STUCK_MS = 10_000;
const LOST = 1006;
const SLOW = 4408;

let lastNumber = 0;

export class Socket implements Line {
  readonly name = `s${++lastNumber}`;
  /** The highest number this device confirmed here. */
  acked = -1;
  isOpenHere = true;
  /** Called after each frame that the device has taken in. */
  whenTaken = (): void => undefined;
  private isOpenThere = false;
  private swallows = 0;
  private hasJoined = false;
  /** Nothing gets through any more, and nobody is told. */
  private isDead = false;
  private upUntil = 0;
  private downUntil = 0;
  private heardAt = 0;

  constructor(
    private readonly time: Time,
    private readonly service: Service,
    readonly device: Device,
    readonly process: ProcessName,
    private readonly ends: LineEvents,
  ) {
    if (!device.isOnline) this.isDead = true;
    else if (!service.up.has(process)) this.down(() => this.closeHere(LOST));
    else {
      service.sockets.set(this.name, this);
      this.isOpenThere = true;
      this.heardAt = time.now;
      this.down(() => ends.opened());
      this.watchSilence();
    }
  }

  send(text: string): void {
    const { type, seq } = JSON.parse(text) as { type: string; seq?: number };
    if (type === "ack" && seq !== undefined) this.acked = seq;
    this.up(() => this.heardThere(text));
  }

  /** The device hangs up. */
  close(): void {
    this.isOpenHere = false;
    this.up(() => this.leaveThere());
  }

  /** A frame leaves the process. */
  arrive(frame: string): void {
    if (this.swallows > 0) this.swallows -= 1;
    else
      this.down(() => {
        this.ends.heard(frame);
        this.whenTaken();
      });
  }

  /** So many frames get lost on their way down, as a broken box in between would lose them. */
  swallow(frames: number): void {
    this.swallows = frames;
  }

  /** The process has ended it and forgotten it. */
  ended(code: number): void {
    this.isOpenThere = false;
    this.service.sockets.delete(this.name);
    this.down(() => this.closeHere(code));
  }

  /** The process died: the device's system is told that the connection is gone. */
  lose(): void {
    this.ended(LOST);
  }

  /** Both sides learn that it broke; what was on its way is gone. */
  async cut(): Promise<void> {
    this.die();
    await this.leaveThere();
    this.time.after(this.device.latencyMs(), () => this.device.whenAwake(() => this.closeHere(LOST)));
  }

  /** Nobody learns anything. */
  die(): void {
    this.isDead = true;
  }

  /** The writer gets nothing off for a while; after ten seconds the service gives up. */
  async stick(ms: number): Promise<void> {
    if (!this.isOpenThere || !this.hasJoined) return;
    await this.stuck(true);
    this.time.after(Math.min(ms, STUCK_MS), async () => {
      await this.stuck(false);
      if (ms > STUCK_MS) await this.endThere(SLOW);
    });
  }

  private async stuck(isStuck: boolean): Promise<void> {
    if (this.isOpenThere)
      await this.service.ask("stick", { process: this.process, socket: this.name, is_stuck: isStuck });
  }

  private up(then: () => void | Promise<void>): void {
    this.upUntil = Math.max(this.upUntil, this.time.now + this.device.latencyMs());
    this.time.after(this.upUntil - this.time.now, () => (this.isDead ? undefined : then()));
  }

  private down(then: () => void): void {
    this.downUntil = Math.max(this.downUntil, this.time.now + this.device.latencyMs());
    this.time.after(this.downUntil - this.time.now, () => {
      if (!this.isDead) this.device.whenAwake(() => this.isOpenHere && then());
    });
  }

  private closeHere(code: number): void {
    if (!this.isOpenHere) return;
    this.isOpenHere = false;
    this.ends.closed(code);
  }

  private async heardThere(text: string): Promise<void> {
    if (!this.isOpenThere || !this.service.up.has(this.process)) return;
    this.heardAt = this.time.now;
    const { process, name: socket } = this;
    if (this.hasJoined) await this.service.ask("hear", { process, socket, text });
    else {
      this.hasJoined = true;
      await this.service.ask("join", { process, socket, who: this.device.who, hello: text });
    }
  }

  private async leaveThere(): Promise<void> {
    if (!this.isOpenThere) return;
    this.isOpenThere = false;
    this.service.sockets.delete(this.name);
    if (this.hasJoined && this.service.up.has(this.process))
      await this.service.ask("leave", { process: this.process, socket: this.name });
  }

  private async endThere(code: number): Promise<void> {
    if (!this.isOpenThere) return;
    await this.leaveThere();
    this.down(() => this.closeHere(code));
  }

  private watchSilence(): void {
    this.time.after(Math.max(1, this.heardAt + SERVER_SILENCE_MS - this.time.now), async () => {
      if (!this.isOpenThere) return;
      if (this.time.now - this.heardAt >= SERVER_SILENCE_MS) await this.endThere(SLOW);
      else this.watchSilence();
    });
  }
}
