/** Whether this phone can make itself heard, and what stands in the way. */

export interface Hearing {
  /** `stuck`: the context says it runs, but its clock stands still. */
  audio: "running" | "blocked" | "stuck" | "missing";
  notifications: NotificationPermission | "missing";
  isHidden: boolean;
}

export type Deafness = "sound_blocked" | "sound_stuck" | "sound_missing" | "hidden_unnotified";

/** Null when an offer would be heard now. */
export function whyDeaf(hearing: Hearing): Deafness | null {
  if (hearing.isHidden && hearing.notifications !== "granted") return "hidden_unnotified";
  switch (hearing.audio) {
    case "running":
      return null;
    case "blocked":
      return "sound_blocked";
    case "stuck":
      return "sound_stuck";
    case "missing":
      return "sound_missing";
  }
}

/** What is said about the line to the service, above everything else. */
export interface LineNews {
  text: "offline_waiting" | "offline_deaf" | "offline" | "sending";
  tone: "late" | "quiet";
}

export function lineNews(line: { isLive: boolean; waiting: number; isOnDuty: boolean }): LineNews | null {
  if (line.isLive) return line.waiting > 0 ? { text: "sending", tone: "quiet" } : null;
  if (line.waiting > 0) return { text: "offline_waiting", tone: "late" };
  return { text: line.isOnDuty ? "offline_deaf" : "offline", tone: "late" };
}
