/** What the device keeps between pages, in IndexedDB: the outbox, and the card of the call in hand until it closes. */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Entry, Shelf } from "./deeds";

interface Kept extends DBSchema {
  outbox: { key: string; value: Entry };
  cards: { key: string; value: { call: string; staff: string; card: unknown } };
}
type Database = IDBPDatabase<Kept>;

/** A connection that the browser has closed behind our back: phones do that to pages in the background. */
const LOST = new Set(["InvalidStateError", "UnknownError"]);

let opened: Promise<Database> | null = null;

function open(): Promise<Database> {
  opened ??= begin().catch((cause: unknown) => {
    opened = null;
    throw cause;
  });
  return opened;
}

function begin(): Promise<Database> {
  // Without this a browser short of space may throw away what waits; asked for, never waited for. Absent without TLS.
  const { storage } = navigator as Partial<Navigator>;
  void storage?.persist().catch(() => false);
  return openDB<Kept>("callcenter", 1, {
    upgrade(database) {
      database.createObjectStore("outbox", { keyPath: "key" });
      database.createObjectStore("cards", { keyPath: "call" });
    },
    blocking: () => void forget(),
    terminated: () => (opened = null),
  });
}

async function forget(): Promise<void> {
  const closing = opened;
  opened = null;
  (await closing)?.close();
}

/** Use the database; a lost connection is opened anew, once. Raises what the browser says, such as a full disk. */
async function using<T>(use: (database: Database) => Promise<T>): Promise<T> {
  try {
    return await use(await open());
  } catch (cause) {
    if (!(cause instanceof Error && LOST.has(cause.name))) throw cause;
    await forget().catch(() => undefined);
    return use(await open());
  }
}

export const outboxShelf: Shelf = {
  all: () => using((database) => database.getAll("outbox")),
  put: (entry) =>
    using(async (database) => {
      // "strict": on the disk, not in a buffer, before anybody is told that the deed is safe.
      const writing = database.transaction("outbox", "readwrite", { durability: "strict" });
      await Promise.all([writing.store.put(entry), writing.done]);
    }),
  remove: (key) => using((database) => database.delete("outbox", key)),
};

/** Cards of residents, kept only for calls in hand; `keepOnly` wipes all others. */
export const cardShelf = {
  /** What this person left here, by call; what others left is wiped. */
  ownedBy: (staff: string): Promise<Map<string, unknown>> =>
    using(async (database) => {
      const owned = new Map<string, unknown>();
      for (const kept of await database.getAll("cards")) {
        if (kept.staff === staff) owned.set(kept.call, kept.card);
        else await database.delete("cards", kept.call);
      }
      return owned;
    }),
  get: (call: string, staff: string): Promise<unknown> =>
    using(async (database) => {
      const kept = await database.get("cards", call);
      return kept?.staff === staff ? kept.card : undefined;
    }),
  put: (call: string, staff: string, card: unknown): Promise<void> =>
    using(async (database) => {
      await database.put("cards", { call, staff, card });
    }),
  keepOnly: (calls: ReadonlySet<string>): Promise<void> =>
    using(async (database) => {
      for (const call of await database.getAllKeys("cards")) {
        if (!calls.has(call)) await database.delete("cards", call);
      }
    }),
};
