/** The verdict on one seed, from what the pages were told and showed, what people did, and what the service holds. */

import type { State } from "@/core/words";
import type { Device } from "./device";
import type { Ledger } from "./ledger";
import type { Page } from "./page";
import type { Service } from "./service";
import type { Claim, Told } from "./watched";

const MOST_REOPENED = 2;
/** A claim may be this old: the five seconds of the rule, and the slowest way of a frame. */
const CLAIM_MS = 8_500;

export interface Report {
  epoch: string;
  /** By epoch and person: the feed numbers that are theirs to hear. */
  relevant: Record<string, Record<string, number[]>>;
  snapshots: Record<string, State>;
  effects: string[];
  notes: string[];
}

export interface Evidence {
  seed: number;
  report: Report;
  now: readonly { device: Device; page: Page; reopened: number }[];
  pages: readonly Page[];
  ledger: Ledger;
  service: Service;
}

export interface Verdict {
  seed: number;
  faults: string[];
  figures: { facts: number; deeds: number; lines: number; pages: number };
}

export function judge(evidence: Evidence): Verdict {
  const { seed, pages, ledger, service, report } = evidence;
  const faults = [
    ...evidence.now.flatMap((one) => judgeNow(one, report)),
    ...pages.flatMap((page) => judgePast(page, evidence)),
    ...judgeDeeds(evidence),
    ...judgeOrder(evidence),
    ...ledger.faults,
    ...(service.hasRestored ? [] : ledger.contradictions),
  ];
  const lines = pages.reduce((sum, page) => sum + page.watched.opened, 0);
  return { seed, faults, figures: { facts: service.stand.head, deeds: ledger.deeds.size, lines, pages: pages.length } };
}

/** After healing, every screen is live, shows what a fresh one would, and came back without flapping. */
function judgeNow({ device: { who }, page, reopened }: Evidence["now"][number], report: Report): string[] {
  const faults: string[] = [];
  const { picture } = page;
  if (!page.isLive) faults.push(`${who} is not live: ${JSON.stringify(page.link.status)}, ${page.link.ageSeconds} s`);
  if (reopened > MOST_REOPENED) faults.push(`${who} needed ${reopened} new lines after healing`);
  if (picture.epoch !== report.epoch) faults.push(`${who} shows ${picture.epoch}, not ${report.epoch}`);
  const fresh = report.snapshots[who];
  if (!fresh) throw new Error(`nobody knows ${who}`);
  const { calls, staff, units, stations } = picture.maps;
  const shown = { calls: inOrder(Object.fromEntries(calls)), staff, units, stations, policy: picture.policy };
  const wanted = { ...fresh, calls: inOrder(fresh.calls) };
  for (const part of ["calls", "staff", "units", "stations", "policy"] as const) {
    const [is, should] = [plain(shown[part]), plain(wanted[part])];
    if (is !== should) faults.push(`${who} shows other ${part} than a fresh screen:\n  ${is}\n  ${should}`);
  }
  for (const call of calls.values()) {
    const offer = call.offers.find((one) => one.caregiver === who && one.state === "open");
    if (offer) faults.push(`${who} has an offer of call ${call.id} on the screen that was never confirmed`);
  }
  return faults;
}

/** Everything relevant was applied once and in order, nothing went back, and nothing was claimed that was not so. */
function judgePast(page: Page, { report, service }: Evidence): string[] {
  const { watched, device } = page;
  const faults = [...watched.faults];
  if (watched.broken > 0) faults.push(`${device.who} met ${watched.broken} events that did not fit`);
  for (const { epoch, from, seqs } of runs(watched.told)) {
    const theirs = report.relevant[epoch]?.[device.who] ?? [];
    const until = seqs.at(-1) ?? from;
    const wanted = theirs.filter((seq) => seq > from && seq <= until);
    if (wanted.join() !== seqs.join())
      faults.push(`${device.who} after ${from} of ${epoch} was told ${seqs.join()} instead of ${wanted.join()}`);
  }
  for (const claim of watched.claims) faults.push(...judgeClaim(claim, device.who, report, service));
  return faults;
}

function judgeClaim(claim: Claim, who: string, report: Report, service: Service): string[] {
  const long_ago = service.stands.findLast((stand) => stand.at <= claim.at - CLAIM_MS);
  if (!long_ago) return [];
  const moment = `${who} at ${claim.at} ms`;
  if (long_ago.epoch !== claim.epoch) {
    const isNewer = service.stands.some((stand) => stand.epoch === claim.epoch && stand.at > long_ago.at);
    return isNewer ? [] : [`${moment} claimed to be live with ${claim.epoch}`];
  }
  const missing = report.relevant[claim.epoch]?.[who]?.find((seq) => seq > claim.seq && seq <= long_ago.head);
  return missing
    ? [`${moment} claimed to be live at ${claim.seq} without ${missing}, known since ${long_ago.at} ms`]
    : [];
}

/** Each deed had at most one effect and got one word, whatever happened to the answers. */
function judgeDeeds({ ledger, report, service }: Evidence): string[] {
  const faults: string[] = [];
  const effects = new Map<string, number>();
  for (const at of report.effects) effects.set(at, (effects.get(at) ?? 0) + 1);
  for (const deed of ledger.deeds.values()) {
    const times = effects.get(deed.at) ?? 0;
    const name = `${deed.verb} by ${deed.who} on ${deed.call}`;
    if (times > 1 && !service.hasRestored) faults.push(`${name} had ${times} effects`);
    if (deed.fate === "waiting") faults.push(`${name} was never answered`);
    const noted = report.notes.filter((text) => text === deed.text).length;
    if (noted > 1) faults.push(`${name} was written ${noted} times`);
    if (deed.verb === "note" && deed.fate === "answered" && noted === 0 && !service.hasRestored)
      faults.push(`${name} was answered and is not in the feed`);
  }
  return faults;
}

/** What one person did to one call was done in that order; of C1, who has two pages, nobody knows the order. */
function judgeOrder({ ledger, report, service }: Evidence): string[] {
  const last = new Map<string, string>();
  if (service.hasRestored) return [];
  const deeds = new Map([...ledger.deeds.values()].map((deed) => [deed.at, deed]));
  return report.effects.flatMap((at) => {
    const deed = deeds.get(at);
    if (!deed || deed.who === "C1") return [];
    const of = `${deed.who} ${deed.call}`;
    const before = last.get(of) ?? "";
    last.set(of, at);
    return before > at ? [`${deed.verb} by ${of} was done after what was done later`] : [];
  });
}

/** What was told, cut at each snapshot. */
function runs(told: readonly Told[]): { epoch: string; from: number; seqs: number[] }[] {
  const found: { epoch: string; from: number; seqs: number[] }[] = [];
  for (const one of told) {
    if ("snapshot" in one) found.push({ epoch: one.epoch, from: one.snapshot, seqs: [] });
    else found.at(-1)?.seqs.push(one.event);
  }
  return found;
}

const inOrder = (calls: State["calls"]): State["calls"] =>
  Object.fromEntries(
    Object.entries(calls).map(([id, call]) => [id, { ...call, refused_by: [...call.refused_by].sort() }]),
  );

/** The same text for the same content, whatever the order of the members. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (one instanceof Map) return sorted(Object.fromEntries(one) as Record<string, unknown>);
    return typeof one === "object" && one !== null && !Array.isArray(one)
      ? sorted(one as Record<string, unknown>)
      : one;
  });
}

const sorted = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
