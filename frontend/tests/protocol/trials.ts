/** Many seeds at once: while one waits for the service, others go on. Each is on its own, so each can be repeated alone. */

import type { Bridge } from "./bridge";
import type { Verdict } from "./judge";
import type { Sabotage } from "./sabotage";
import { simulate } from "./simulate";

interface Season {
  first?: number;
  count: number;
  /** How many seeds are under way at the same time. */
  atOnce?: number;
  isEnough?: (verdict: Verdict) => boolean;
}

/** The verdicts on `count` seeds from `first` on, in order; no new one is begun once `isEnough` says so. */
export async function trials(
  bridge: Bridge,
  sabotage: Sabotage,
  { first = 0, count, atOnce = 24, isEnough = () => false }: Season,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let next = first;
  let isOver = false;
  const work = async () => {
    while (!isOver && next < first + count) {
      const verdict = await simulate(next++, bridge, sabotage);
      verdicts.push(verdict);
      isOver ||= isEnough(verdict);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return verdicts.sort((a, b) => a.seed - b.seed);
}

/** What went wrong in one seed, and how to see it again. */
export const told = ({ seed, faults }: Verdict): string =>
  [`seed ${seed} (again: SEED=${seed} SEEDS=1 npm test -- tests/protocol/simulation.test.ts)`, ...faults.slice(0, 5)]
    .map((line) => line.slice(0, 2_000))
    .join("\n  ");
