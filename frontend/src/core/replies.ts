/** What a line owes the service: the word that an offer is here at once, other confirmations once a second, and pings. */

const ACK_EVERY_MS = 1_000;
const HIDDEN_PING_MS = 20_000;

export class Replies {
  private pingMs = 10_000;
  private pingedAt = Number.NEGATIVE_INFINITY;
  private acked = -1;
  private ackedAt = Number.NEGATIVE_INFINITY;
  private isUrgent = false;

  /** A new line: what was confirmed on the one before is not known here. */
  begin(pingSeconds: number): void {
    this.pingMs = pingSeconds * 1_000;
    this.acked = -1;
    this.isUrgent = true;
    this.pingSoon();
  }

  /** Confirm at the next opportunity, even what was confirmed. */
  ackSoon(): void {
    this.isUrgent = true;
  }

  pingSoon(): void {
    this.pingedAt = Number.NEGATIVE_INFINITY;
  }

  /** What to send now; it counts as sent. */
  due(atMs: number, seq: number, isHidden: boolean): { ack: boolean; ping: boolean } {
    const ack = this.isUrgent || (seq !== this.acked && atMs - this.ackedAt >= ACK_EVERY_MS);
    const ping = atMs - this.pingedAt >= (isHidden ? HIDDEN_PING_MS : this.pingMs);
    if (ack) {
      this.acked = seq;
      this.ackedAt = atMs;
      this.isUrgent = false;
    }
    if (ping) this.pingedAt = atMs;
    return { ack, ping };
  }
}
