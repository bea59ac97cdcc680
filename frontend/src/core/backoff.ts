/** How long to wait before the next try: up to twice as long each time, anywhere in that span (full jitter). */

export class Backoff {
  private tries = 0;

  constructor(
    private readonly firstMs: number,
    private readonly longestMs: number,
    private readonly chance: () => number,
  ) {}

  /** True until the first wait, and again after success. */
  get isFresh(): boolean {
    return this.tries === 0;
  }

  /** Milliseconds; `range` is what the service asks for instead, once. */
  next(range: readonly [number, number] | null = null): number {
    const [from, to] = range ?? [0, Math.min(this.longestMs, this.firstMs * 2 ** this.tries)];
    this.tries += 1;
    return from + this.chance() * Math.max(0, to - from);
  }

  /** It has worked: begin anew with short waits. */
  rest(): void {
    this.tries = 0;
  }
}
