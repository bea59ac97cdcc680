/** The simulation must be able to say no: each of these is wrong in one way, and is found out. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { Bridge } from "./bridge";
import type { Verdict } from "./judge";
import * as wrong from "./sabotage";
import { trials } from "./trials";

const MOST_SEEDS = 60;

let bridge: Bridge;
beforeAll(() => {
  bridge = new Bridge();
});
afterAll(() => bridge.stop());

test.each<[string, wrong.Sabotage, RegExp]>([
  ["a client that ignores holes in the numbers", wrong.ignoresHoles, /was told .* instead of/],
  ["a client that takes a pong for news", wrong.takesPongForNews, /claimed to be live/],
  ["a client that trusts whatever database speaks", wrong.trustsAnyEpoch, /shows epoch\.1, not/],
  ["a picture that ignores versions", wrong.ignoresVersions, /went from version/],
  ["an outbox that makes a new key for each try", wrong.newKeyEachTry, /had \d effects|was written \d times/],
  ["an outbox that keeps nothing beyond the page", wrong.keepsNothing, /was never answered/],
  ["a client that confirms no offer", wrong.confirmsNothing, /was not confirmed at once/],
  ["a client that notices no silence", wrong.noticesNoSilence, /is not live/],
  ["a hub that leaves out an event", wrong.forgetfulHub, /was told .* instead of/],
  ["a hub that resumes partly", wrong.partialHub, /events that did not fit|was told .* instead of/],
  ["a hub that does not wait for confirmations", wrong.trustingHub, /was never confirmed/],
])(
  "%s is found out",
  async (_, sabotage, complaint) => {
    const finds = (faults: string[]) => faults.some((fault) => complaint.test(fault));

    const isEnough = ({ faults }: Verdict) => finds(faults);
    const verdicts = await trials(bridge, sabotage, { count: MOST_SEEDS, atOnce: 6, isEnough });

    expect(verdicts.some(({ faults }) => finds(faults))).toBe(true);
  },
  300_000,
);
