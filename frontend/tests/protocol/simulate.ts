/**
 * One seed: four screens and a service in a storm of accidents, then fair weather, then the verdict.
 *
 * Everything the clients run is the real core, everything the service decides and tells is its real core; only time, the
 * network, the disk and the people are simulated.
 */

import { PROCESSES, Service } from "./service";
import { Chance } from "./chance";
import { Device } from "./device";
import { strike, type Town } from "./faults";
import { judge, type Report, type Verdict } from "./judge";
import { Ledger } from "./ledger";
import { Page, type Outside } from "./page";
import { caregiverLooks, dispatcherLooks } from "./people";
import { Requests } from "./requests";
import { Socket } from "./socket";
import { Time } from "./time";
import type { Bridge } from "./bridge";
import type { Sabotage } from "./sabotage";

const STORM_MS = 60_000;
const HEALED_MS = 46_000;
const QUIET_MS = 4_000;

export async function simulate(seed: number, bridge: Bridge, sabotage: Sabotage): Promise<Verdict> {
  const run = new Run(seed, bridge, sabotage);
  await run.begin();
  await run.storm();
  await run.heal();
  return run.verdict();
}

class Run {
  private readonly time = new Time();
  private readonly chance: Chance;
  private readonly service: Service;
  private readonly ledger = new Ledger();
  private readonly requests: Requests;
  private readonly devices: Device[];
  private readonly pages: Page[] = [];
  private isStormy = true;
  private readonly openedBefore = new Map<Page, number>();

  constructor(
    private readonly seed: number,
    bridge: Bridge,
    private readonly sabotage: Sabotage,
  ) {
    this.chance = new Chance(seed);
    this.service = new Service(bridge, `${seed}`, this.time, this.chance);
    this.requests = new Requests(this.time, this.chance, this.service, this.ledger);
    this.devices = ["D1", "C1", "C2", "C3"].map(
      (who) => new Device(who, this.time, this.chance, this.chance.likely(0.5)),
    );
  }

  async begin(): Promise<void> {
    await this.service.begin(this.sabotage.hub);
    for (const device of this.devices) {
      this.newPage(device);
      this.time.every(500, () => this.claim(device));
      this.time.every(this.chance.between(900, 1_900), () => this.look(device));
    }
  }

  private get town(): Town {
    const { time, chance, service, devices } = this;
    return { time, chance, service, devices, reopen: (device, afterMs) => this.reopen(device, afterMs) };
  }

  async storm(): Promise<void> {
    this.nowAndThen(1_200, () => strike(this.town));
    this.nowAndThen(4_000, () => this.somethingHappens());
    await this.time.run(STORM_MS);
  }

  /** Everything works again, and browsers say so to pages that were cut off; nobody does anything new. */
  async heal(): Promise<void> {
    this.isStormy = false;
    this.requests.isFaulty = false;
    for (const process of PROCESSES) await this.service.start(process, true);
    for (const device of this.devices) {
      device.shelf.isFull = false;
      device.heal();
      if (!device.page) this.newPage(device);
    }
    for (const page of this.pages) this.openedBefore.set(page, page.watched.opened);
    await this.time.run(STORM_MS + HEALED_MS);
    this.service.frozenAt = this.time.now;
    await this.time.run(STORM_MS + HEALED_MS + QUIET_MS);
  }

  async verdict(): Promise<Verdict> {
    const { body } = await this.service.ask("end");
    const now = this.devices.flatMap((device) => {
      const { page } = device;
      return page ? [{ device, page, reopened: page.watched.opened - (this.openedBefore.get(page) ?? 0) }] : [];
    });
    return judge({
      seed: this.seed,
      report: body as Report,
      now,
      pages: this.pages,
      ledger: this.ledger,
      service: this.service,
    });
  }

  private newPage(device: Device): void {
    const outside: Outside = {
      time: this.time,
      device,
      ledger: this.ledger,
      sabotage: this.sabotage,
      chance: () => this.chance.next(),
      open: (_, events) => new Socket(this.time, this.service, device, this.chance.pick(PROCESSES), events),
      http: (page) => this.requests.http(device, page),
    };
    const page = new Page(outside);
    device.page = page;
    device.disturbedAt = this.time.now;
    this.pages.push(page);
    void page.open();
  }

  private reopen(device: Device, afterMs: number): void {
    device.page?.die();
    device.page = null;
    this.time.after(afterMs, () => {
      if (!device.page) this.newPage(device);
    });
  }

  private look(device: Device): void {
    const { page } = device;
    if (!this.isStormy || !page || !device.isAwake || !device.isSignedIn) return;
    if (device.who === "D1") void dispatcherLooks(page, this.requests.http(device, page), this.chance);
    else caregiverLooks(page, device.who, this.chance);
  }

  private claim(device: Device): void {
    const { page } = device;
    if (page && device.isAwake && this.time.now - device.disturbedAt >= 1_200) page.claim();
  }

  private async somethingHappens(): Promise<void> {
    const { chance, service } = this;
    const home = chance.between(0, 3);
    if (chance.likely(0.6)) await service.ask("press", { home, button: chance.pick(["emergency", "assistance"]) });
    else if (chance.likely(0.3)) await service.ask("cancel", { home });
    else if (chance.likely(0.3)) await service.ask("badge", { home, who: chance.pick(["C1", "C2", "C3"]) });
    else if (chance.likely(0.5))
      await service.ask("tell", { kind: chance.pick(["unit_silent", "unit_restored"]), who: "U2" });
    else if (chance.likely(0.7))
      await service.ask("tell", { kind: "shift_changed", who: chance.pick(["C1", "C2", "C3"]) });
    else await service.ask("tell", { kind: "policy_changed", who: "" });
  }

  private nowAndThen(meanMs: number, happens: () => void | Promise<void>): void {
    this.time.after(this.chance.next() * 2 * meanMs, async () => {
      if (!this.isStormy) return;
      await happens();
      this.nowAndThen(meanMs, happens);
    });
  }
}
