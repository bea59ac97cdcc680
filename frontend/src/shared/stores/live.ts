/** The live picture as the screens watch it: who is on duty, which calls are open, and how old all this is. */

import { defineStore } from "pinia";
import { computed, ref, shallowReactive, shallowRef } from "vue";
import { browserSurroundings } from "@/core/browser";
import { ServerClock } from "@/core/clock";
import { LiveLink, type Reason, type Status } from "@/core/live";
import { Picture, type Maps } from "@/core/picture";
import type { Call, LiveCall, LiveEvent, PolicyPart, Staff, Station, Unit } from "@/core/words";
import { useSession } from "@/shared/stores/session";

/** A screen older than this does not pretend to be live. */
export const NOT_LIVE_SECONDS = 5;
const TICK_MS = 250;

/** What a part of a screen makes of the news is its own affair: it must not break the line. */
function heed(then: () => void): void {
  try {
    then();
  } catch (broken) {
    console.error("a part of the screen failed on the news", broken);
  }
}

/** What happened while the screen was not live. */
export interface Missed {
  seconds: number;
  raised: string[];
  closed: string[];
  changed: number;
}

export const useLive = defineStore("live", () => {
  const session = useSession();
  const maps: Maps = {
    calls: shallowReactive(new Map<string, LiveCall>()),
    staff: shallowReactive(new Map<string, Staff>()),
    units: shallowReactive(new Map<string, Unit>()),
    stations: shallowReactive(new Map<string, Station>()),
  };
  const picture = new Picture(maps);
  const clock = new ServerClock(() => Date.now());
  const status = shallowRef<Status>({ is: "ended", reason: "stopped" });
  const policy = shallowRef<PolicyPart | null>(null);
  /** Server time in milliseconds, ticking four times a second. */
  const now = ref(clock.now());
  /** Seconds since the feed was last heard; null before the first time. */
  const ageSeconds = ref<number | null>(null);
  const missed = shallowRef<Missed | null>(null);
  const hasPicture = ref(false);
  /** False until the feed has run under the first picture: what was never live has missed nothing. */
  const hasBeenLive = ref(false);
  const listeners = new Set<(event: LiveEvent) => void>();
  const refreshers = new Set<() => void>();
  let before: { at: number; versions: Map<string, number> } | null = null;

  const link = new LiveLink(browserSurroundings, clock, {
    snapshot(seq, epoch, state) {
      picture.show(seq, epoch, state);
      policy.value = picture.policy;
      hasPicture.value = true;
      for (const refresh of refreshers) heed(refresh);
    },
    event(event) {
      if (!picture.apply(event)) return;
      policy.value = picture.policy;
      for (const listen of listeners) heed(() => listen(event));
    },
    position: (seq) => picture.place(seq),
    status(next) {
      status.value = next;
      if (next.is === "ended" && next.reason === "signed_out") session.forget();
    },
    isUrgent: (event) => event.fact.kind === "offer_made" && event.fact.caregiver === session.me?.id,
  });

  const isLive = computed(
    () => status.value.is === "live" && ageSeconds.value !== null && ageSeconds.value <= NOT_LIVE_SECONDS,
  );
  /** Why the screen is not live; null while it is. */
  const reason = computed<Reason | "stalled" | null>(() => {
    if (isLive.value) return null;
    return status.value.is === "live" ? "stalled" : status.value.reason;
  });

  function tick(): void {
    now.value = clock.now();
    ageSeconds.value = link.ageSeconds;
    if (isLive.value) hasBeenLive.value = true;
    if (hasBeenLive.value) noteAbsence();
  }

  /** Remember what the screen showed when it stopped being live; compare when it is live again. */
  function noteAbsence(): void {
    if (!isLive.value) {
      before ??= { at: now.value - (ageSeconds.value ?? 0) * 1000, versions: versions() };
      return;
    }
    if (before === null) return;
    const known = before.versions;
    const present = versions();
    missed.value = {
      seconds: Math.round((now.value - before.at) / 1000),
      raised: [...present.keys()].filter((id) => !known.has(id)),
      closed: [...known.keys()].filter((id) => !present.has(id)),
      changed: [...present].filter(([id, version]) => (known.get(id) ?? version) !== version).length,
    };
    before = null;
  }

  const versions = () => new Map([...maps.calls.values()].map((call) => [call.id, call.version]));

  function start(): void {
    forget();
    link.start();
  }

  function stop(): void {
    link.stop();
    forget();
  }

  /** Nothing of what one person saw is there for the next. */
  function forget(): void {
    picture.forget();
    policy.value = null;
    hasPicture.value = hasBeenLive.value = false;
    missed.value = before = null;
  }

  /** The answer to a command of ours, so that the screen need not wait for the feed. */
  const answered = (call: Call, seq: number) => picture.answer(call, seq);
  const wake = () => link.wake();
  const seen = (offer: string) => link.seen(offer);
  const staffName = (id: string | null | undefined) => (id ? (maps.staff.get(id)?.name ?? id) : "");
  const stationName = (id: string | null | undefined) => (id ? (maps.stations.get(id)?.name ?? id) : "");

  /** Hear every event, as it is applied; returns how to stop. */
  function onEvent(listen: (event: LiveEvent) => void): () => void {
    listeners.add(listen);
    return () => listeners.delete(listen);
  }

  /** Hear of every snapshot: what was collected from events may have holes then. */
  function onSnapshot(refresh: () => void): () => void {
    refreshers.add(refresh);
    return () => refreshers.delete(refresh);
  }

  setInterval(tick, TICK_MS);
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());

  return {
    ...maps,
    status,
    policy,
    now,
    ageSeconds,
    isLive,
    reason,
    missed,
    hasPicture,
    hasBeenLive,
    start,
    stop,
    wake,
    seen,
    answered,
    staffName,
    stationName,
    onEvent,
    onSnapshot,
    serverNow: () => clock.now(),
  };
});
