/**
 * How old the screen is: since when the running feed was not heard, by whichever of the device's two clocks ran on, and
 * how long its words are on their way.
 *
 * After a pause, of the device or of the line, what had piled up comes first and may be old: it proves nothing until the
 * service has answered a question that was asked after the pause.
 */

export class Freshness {
  private heardAt: number | null = null;
  private heardWall = 0;
  private doubtedAt: number | null = null;
  /** The first question asked after the pause. Told by equality: the device's clock may have been set meanwhile. */
  private proof: number | null = null;
  private onTheWayMs = 0;

  constructor(
    private readonly monotonic: () => number,
    private readonly wall: () => number,
  ) {}

  /** Seconds; null before the first time. */
  get ageSeconds(): number | null {
    if (this.heardAt === null) return null;
    return (this.onTheWayMs + Math.max(this.monotonic() - this.heardAt, this.wall() - this.heardWall)) / 1000;
  }

  /** How long an answer to the doubt has been wanting. */
  get doubtedMs(): number {
    return this.doubtedAt === null ? 0 : this.monotonic() - this.doubtedAt;
  }

  /** The running feed was heard. */
  renew(): void {
    if (this.doubtedAt !== null) return;
    this.heardAt = this.monotonic();
    this.heardWall = this.wall();
  }

  /** There was a pause; when nobody can tell how long, nobody can tell how old the screen is. */
  doubt(isUnknown: boolean): void {
    this.doubtedAt = this.monotonic();
    this.proof = null;
    if (isUnknown) this.heardAt = null;
  }

  /** A question was asked at `sent`, by the device's clock. */
  ask(sent: number): void {
    if (this.doubtedAt !== null) this.proof ??= sent;
  }

  /** The answer to the question that was asked at `sent`. */
  prove(sent: number): void {
    if (this.doubtedAt !== null && sent !== this.proof) return;
    this.doubtedAt = null;
    this.onTheWayMs = Math.max(0, this.wall() - sent) / 2;
  }

  /** A new line has nothing piled up. */
  trust(): void {
    this.doubtedAt = null;
    this.onTheWayMs = 0;
  }

  forget(): void {
    this.heardAt = null;
  }
}
