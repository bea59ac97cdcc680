/** Facts of one kind that happened in one second, and a claim's renewals, stand in one line of the timeline. Pure. */

import type { Fact } from "@/core/words";

export type Group = [Fact, ...Fact[]];

const TOGETHER: readonly string[] = ["offer_made", "offer_delivered", "offer_seen", "offer_expired", "offer_withdrawn"];
const second = (fact: Fact) => Math.floor(Date.parse(fact.at) / 1000);

function belongs(fact: Fact, before: Fact): boolean {
  if (fact.kind === "call_answered" && before.kind === "call_answered")
    return fact.renewed && before.renewed && fact.dispatcher === before.dispatcher;
  if (fact.kind !== before.kind || !TOGETHER.includes(fact.kind) || second(fact) !== second(before)) return false;
  if (fact.kind === "offer_made" && before.kind === "offer_made") return fact.wave === before.wave;
  if (fact.kind === "offer_withdrawn" && before.kind === "offer_withdrawn")
    return fact.reason === before.reason && fact.accepted_by === before.accepted_by;
  return true;
}

export function grouped(facts: readonly Fact[]): Group[] {
  const groups: Group[] = [];
  for (const fact of facts) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (last && before && belongs(fact, before)) last.push(fact);
    else groups.push([fact]);
  }
  return groups;
}
