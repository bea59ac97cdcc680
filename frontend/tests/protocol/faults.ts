/** What goes wrong while the storm lasts: one accident every second or so, of every kind that the design names. */

import type { Chance } from "./chance";
import type { Device } from "./device";
import { PROCESSES, type Service } from "./service";
import type { Socket } from "./socket";
import type { Time } from "./time";

export interface Town {
  time: Time;
  chance: Chance;
  service: Service;
  devices: readonly Device[];
  /** Open another page on the device after a while. */
  reopen: (device: Device, afterMs: number) => void;
}

type Accident = (town: Town, device: Device, socket: Socket | undefined) => void | Promise<void>;

const ACCIDENTS: Record<string, [weight: number, happens: Accident]> = {
  cut: [6, (_, __, socket) => socket?.cut()],
  half_open: [4, (_, __, socket) => socket?.die()],
  swallowed: [3, ({ chance }, __, socket) => socket?.swallow(chance.between(1, 3))],
  stuck: [3, ({ chance }, __, socket) => socket?.stick(chance.between(500, 14_000))],
  offline: [4, goOffline],
  sleep: [5, ({ chance }, device) => device.sleep(chance.between(1_000, 45_000))],
  sleep_and_cut: [3, sleepAndCut],
  page_death: [4, ({ chance, reopen }, device) => reopen(device, chance.between(200, 4_000))],
  full: [1, fillUp],
  clock_set: [1, ({ chance }, device) => device.setClock(chance.between(-7_200_000, 7_200_000))],
  signed_out: [1, signOut],
  restart: [4, restart],
  stall: [2, ({ service, chance }) => service.stall(chance.pick(PROCESSES), chance.between(2_000, 15_000))],
  burst: [1, burst],
  restore: [0.5, ({ service, chance }) => service.restore(chance.likely(0.3) ? 0 : chance.between(1, 25))],
};
const TOTAL = Object.values(ACCIDENTS).reduce((sum, [weight]) => sum + weight, 0);

/** One accident now, to somebody. */
export async function strike(town: Town): Promise<void> {
  const device = town.chance.pick(town.devices);
  const theirs = [...town.service.sockets.values()].filter((socket) => socket.device === device);
  let left = town.chance.next() * TOTAL;
  for (const [weight, happens] of Object.values(ACCIDENTS)) {
    left -= weight;
    if (left < 0) return happens(town, device, theirs.at(-1));
  }
}

async function sleepAndCut({ chance }: Town, device: Device, socket: Socket | undefined): Promise<void> {
  device.sleep(chance.between(5_000, 45_000));
  await socket?.cut();
}

/** Nothing more can be kept on the device, for a while. */
function fillUp({ time, chance }: Town, { shelf }: Device): void {
  shelf.isFull = true;
  time.after(chance.between(500, 8_000), () => {
    shelf.isFull = false;
  });
}

function goOffline({ time, chance, service }: Town, device: Device): void {
  device.isOnline = false;
  for (const socket of service.sockets.values()) if (socket.device === device) socket.die();
  time.after(chance.between(500, 25_000), () => device.online());
}

/** The session ends; after a while the person signs in again, as the application would have them do. */
function signOut({ time, chance }: Town, device: Device): void {
  device.isSignedIn = false;
  time.after(chance.between(500, 8_000), () => device.signIn());
}

async function restart({ service, chance }: Town): Promise<void> {
  const how = { isPolite: chance.likely(0.6), remembers: chance.likely(0.6), downMs: chance.between(100, 4_000) };
  await service.restart(chance.pick(PROCESSES), how);
}

/** More news at once than a queue holds that nobody empties. */
async function burst({ service, chance }: Town): Promise<void> {
  for (let i = 0; i < 45; i += 1) {
    const [kind, who] = i % 2 ? ["unit_restored", "U1"] : ["unit_silent", "U1"];
    await service.ask("tell", { kind, who });
  }
  if (chance.likely(0.5)) await service.ask("tell", { kind: "policy_changed", who: "" });
}
