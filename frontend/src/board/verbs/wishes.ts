/** What was asked of the service and not yet answered for certain: asked again, it goes under the same key. Pure. */

/** After this long the same request is a new wish, not the old one tried again. */
export const SAME_WISH_MS = 120_000;

export interface Wish {
  key: string;
  body: Record<string, unknown>;
  atMs: number;
}

export class Wishes {
  private readonly unsure = new Map<string, Wish>();

  constructor(private readonly newKey: (nowMs: number) => string) {}

  /** The wish to send for `what`: the one whose fate is unknown, word for word, or a new one with `body`. */
  make(what: string, body: Record<string, unknown>, nowMs: number): Wish {
    const before = this.unsure.get(what);
    if (before && nowMs - before.atMs < SAME_WISH_MS) return before;
    const wish = { key: this.newKey(nowMs), body, atMs: nowMs };
    this.unsure.set(what, wish);
    return wish;
  }

  /** The service has spoken, for or against. */
  settle(what: string): void {
    this.unsure.delete(what);
  }
}
