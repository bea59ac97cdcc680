/** Waiting deeds for the tests. */

import type { Entry, Verb } from "@/core/outbox";
import { ago } from "../board/building";

export const ME = "C001";

let place = 0;

/** A deed of mine on the call `c1`, done five seconds ago and not answered yet, unless told otherwise. */
export function aDeed(verb: Verb, told: Partial<Entry> = {}): Entry {
  place += 1;
  return {
    key: `k${place}`,
    place,
    staff: ME,
    call: "c1",
    verb,
    body: {},
    at: ago(5),
    tries: 0,
    refusal: null,
    ...told,
  };
}
