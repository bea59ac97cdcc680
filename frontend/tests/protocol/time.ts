/** Time that passes only when told to: what is due happens in order, and each thing has run out before the next begins. */

type Deed = () => void | Promise<void>;

interface Due {
  at: number;
  order: number;
  deed: Deed | null;
}

export class Time {
  now = 0;
  private order = 0;
  private readonly heap: Due[] = [];

  /** Returns how to call it off. */
  after(ms: number, deed: Deed): () => void {
    const due: Due = { at: this.now + Math.max(0, ms), order: this.order++, deed };
    this.push(due);
    return () => (due.deed = null);
  }

  every(ms: number, deed: Deed): void {
    this.after(ms, async () => {
      await deed();
      this.every(ms, deed);
    });
  }

  /** Let everything happen that is due up to `until`. */
  async run(until: number): Promise<void> {
    for (let next = this.heap[0]; next && next.at <= until; next = this.heap[0]) {
      this.pop();
      if (!next.deed) continue;
      this.now = next.at;
      await next.deed();
      await new Promise(setImmediate); // promises that were kept meanwhile have their say
    }
    this.now = until;
  }

  private push(due: Due): void {
    const { heap } = this;
    heap.push(due);
    for (let i = heap.length - 1; i > 0;) {
      const parent = (i - 1) >> 1;
      if (!this.swapIfLater(parent, i)) break;
      i = parent;
    }
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    for (let i = 0; ;) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      const least = right < heap.length && isBefore(heap[right], heap[left]) ? right : left;
      if (least >= heap.length || !this.swapIfLater(i, least)) break;
      i = least;
    }
  }

  private swapIfLater(upper: number, lower: number): boolean {
    const [a, b] = [this.heap[upper], this.heap[lower]];
    if (!a || !b || !isBefore(b, a)) return false;
    this.heap[upper] = b;
    this.heap[lower] = a;
    return true;
  }
}

const isBefore = (a: Due | undefined, b: Due | undefined): boolean =>
  a !== undefined && b !== undefined && (a.at - b.at || a.order - b.order) < 0;
