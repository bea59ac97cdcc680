/** What people do with what their screens show them: hasty, forgetful, and sure of what they see. */

import type { Verb } from "@/core/deeds";
import { newKey } from "@/core/keys";
import type { Http } from "@/core/http";
import type { Answer as CallAnswer } from "@/core/deeds";
import type { LiveCall } from "@/core/words";
import type { Chance } from "./chance";
import type { Page } from "./page";

const NEXT: Record<LiveCall["state"], Verb | null> = {
  waiting: null,
  accepted: "depart",
  travelling: "arrive",
  on_scene: "resolve",
  resolved: null,
};
const AFTER: Partial<Record<Verb, Verb>> = { accept: "depart", depart: "arrive", arrive: "resolve" };

let remarks = 0;
export const aRemark = (): string => `remark ${++remarks}`;

/** A caregiver looks at the phone. */
export function caregiverLooks(page: Page, who: string, chance: Chance): void {
  for (const outbox of page.outboxes) for (const refused of outbox.refused) void outbox.dismiss(refused.key);
  const waiting = page.outboxes.flatMap((outbox) => outbox.waiting);
  for (const call of page.calls.values()) {
    const mine = waiting.filter((one) => one.call === call.id);
    const last = mine.at(-1)?.verb;
    const offer = call.offers.find(
      (one) => one.caregiver === who && (one.state === "open" || one.state === "delivered"),
    );
    if (offer && chance.likely(0.3)) page.link.seen(offer.id);
    if (call.accepted_by === who || last !== undefined) walkOn(page, call, last, chance);
    else if (offer && chance.likely(0.5)) page.act(call.id, chance.likely(0.85) ? "accept" : "decline", {});
  }
}

/** The next step may be prepared while the one before still waits. */
function walkOn(page: Page, call: LiveCall, last: Verb | undefined, chance: Chance): void {
  const next = last ? AFTER[last] : NEXT[call.state];
  if (chance.likely(0.1)) page.act(call.id, "note", { text: aRemark() });
  if (!next || chance.likely(0.5)) return;
  if (chance.likely(0.08)) page.act(call.id, "release", { reason: "ill" });
  else if (chance.likely(0.04)) page.act(call.id, "escalate", {});
  else page.act(call.id, next, next === "resolve" ? { outcome: "helped" } : {});
}

/** A dispatcher looks at the board. */
export async function dispatcherLooks(page: Page, http: Http, chance: Chance): Promise<void> {
  const calls = [...page.calls.values()];
  if (calls.length === 0 || !page.isLive) return;
  const call = chance.pick(calls);
  if (chance.likely(0.5)) {
    page.act(call.id, "note", { text: aRemark() });
    return;
  }
  const deeds = [
    ["answer", {}],
    ["answer", { take_over: true }],
    ["assign", { caregiver: chance.pick(["C1", "C2", "C3"]), version: call.version }],
    ["hold", { seconds: 4 }],
    ["escalate", {}],
    ["resolve", { outcome: "helped", version: call.version }],
  ] as const;
  const [verb, body] = chance.pick(deeds);
  try {
    const key = newKey();
    const answer = await http<CallAnswer>(`/api/v1/calls/${call.id}/${verb}`, { method: "POST", key, body });
    page.answered(answer, page.epochOf(key));
  } catch {
    // Refused, or nobody knows: the board shows how it is.
  }
}
