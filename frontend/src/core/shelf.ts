/** What the device keeps between pages, in IndexedDB: the outbox, and the card of the call in hand until it closes. */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Entry, Shelf } from "./outbox";

interface Kept extends DBSchema {
  outbox: { key: string; value: Entry };
  cards: { key: string; value: { call: string; staff: string; card: unknown } };
}

let opened: Promise<IDBPDatabase<Kept>> | null = null;

function open(): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>("callcenter", 1, {
    upgrade(database) {
      database.createObjectStore("outbox", { keyPath: "key" });
      database.createObjectStore("cards", { keyPath: "call" });
    },
  });
  return opened;
}

export const outboxShelf: Shelf = {
  all: async () => (await open()).getAll("outbox"),
  put: async (entry) => void (await (await open()).put("outbox", entry)),
  remove: async (key) => (await open()).delete("outbox", key),
};

/** Cards of residents, kept only for calls in hand; `keepOnly` wipes all others. */
export const cardShelf = {
  /** What this person left here, by call; what others left is wiped. */
  ownedBy: async (staff: string): Promise<Map<string, unknown>> => {
    const database = await open();
    const owned = new Map<string, unknown>();
    for (const kept of await database.getAll("cards")) {
      if (kept.staff === staff) owned.set(kept.call, kept.card);
      else await database.delete("cards", kept.call);
    }
    return owned;
  },
  get: async (call: string, staff: string): Promise<unknown> => {
    const kept = await (await open()).get("cards", call);
    return kept?.staff === staff ? kept.card : undefined;
  },
  put: async (call: string, staff: string, card: unknown): Promise<void> =>
    void (await (await open()).put("cards", { call, staff, card })),
  keepOnly: async (calls: ReadonlySet<string>): Promise<void> => {
    const database = await open();
    for (const call of await database.getAllKeys("cards")) if (!calls.has(call)) await database.delete("cards", call);
  },
};
