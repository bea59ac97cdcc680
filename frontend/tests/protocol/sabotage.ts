/** Clients and services that are wrong on purpose: a simulation that lets them pass proves nothing. */

import type { Shelf } from "@/core/deeds";
import type { Http } from "@/core/http";
import { newKey } from "@/core/keys";
import type { Surroundings } from "@/core/line";
import { Picture, type Maps } from "@/core/picture";
import type { Call, ServerMessage } from "@/core/words";
import { MemoryShelf } from "./device";

export interface Sabotage {
  /** Which hub the service runs (tests/protocol/sabotage.py). */
  hub: string;
  picture(maps: Maps): Picture;
  surroundings(real: Surroundings): Surroundings;
  http(real: Http): Http;
  shelf(real: Shelf): Shelf;
}

export const honest: Sabotage = {
  hub: "",
  picture: (maps) => new Picture(maps),
  surroundings: (real) => real,
  http: (real) => real,
  shelf: (real) => real,
};

type Change = (message: ServerMessage) => ServerMessage[];

/** Changes each message on its way to the link; `begin` is called for each new line. */
const hearing = (begin: () => Change): Sabotage => ({
  ...honest,
  surroundings: (real) => ({
    ...real,
    open(events) {
      const change = begin();
      const heard = (text: string) => {
        const told = JSON.parse(text) as ServerMessage | ServerMessage[];
        events.heard(JSON.stringify((Array.isArray(told) ? told : [told]).flatMap(change)));
      };
      return real.open({ opened: () => events.opened(), closed: (code) => events.closed(code), heard });
    },
  }),
});

/** The link finds every number in order, whatever was lost. */
export const ignoresHoles = hearing(() => {
  let n = 0;
  return (message) => [message.type === "event" || message.type === "position" ? { ...message, n: ++n } : message];
});

/** Every pong passes for a word of the feed. */
export const takesPongForNews = hearing(() => {
  let [n, seq] = [0, 0];
  return (message) => {
    if (message.type === "snapshot" || message.type === "welcome") seq = Math.max(seq, message.seq);
    if (message.type === "pong") return [message, { type: "position", n: ++n, seq }];
    if (message.type !== "event" && message.type !== "position") return [message];
    seq = message.seq;
    return [{ ...message, n: ++n }];
  };
});

/** A restored database passes for the one from before. */
export const trustsAnyEpoch = hearing(() => (message) => [
  message.type === "welcome" ? { ...message, epoch: "epoch.1" } : message,
]);

class CarelessPicture extends Picture {
  override answer(call: Call): void {
    if (call.state === "resolved") this.maps.calls.delete(call.id);
    else this.maps.calls.set(call.id, { ...call, home: this.maps.calls.get(call.id)?.home ?? null });
  }
}

/** Whatever answer comes is shown, however old. */
export const ignoresVersions: Sabotage = { ...honest, picture: (maps) => new CarelessPicture(maps) };

/** Each try is a new deed to the service. */
export const newKeyEachTry: Sabotage = {
  ...honest,
  http: (real) => (path, ask) => real(path, { ...ask, key: newKey() }),
};

/** A deed dies with the page. */
export const keepsNothing: Sabotage = { ...honest, shelf: () => new MemoryShelf() };

/** Offers are never confirmed. */
export const confirmsNothing: Sabotage = {
  ...honest,
  surroundings: (real) => ({
    ...real,
    open(events) {
      const line = real.open(events);
      return { close: () => line.close(), send: (text) => (text.includes('"ack"') ? undefined : line.send(text)) };
    },
  }),
};

/** A clock that stands still: silence is never noticed. */
export const noticesNoSilence: Sabotage = {
  ...honest,
  surroundings: (real) => ({ ...real, monotonic: () => 0 }),
};

/** The service leaves out a fact for somebody, and counts on as if nothing had been. */
export const forgetfulHub: Sabotage = { ...honest, hub: "forgetful" };

/** The service resumes with a part of what was missed. */
export const partialHub: Sabotage = { ...honest, hub: "partial" };

/** The service does not wait for the word that an offer has arrived. */
export const trustingHub: Sabotage = { ...honest, hub: "trusting" };
