/** The keys of the board and what they do to the chosen call. */

import type { Ref } from "vue";
import { useAlarm } from "@/board/alarm/voice";
import { useWording } from "@/board/calls/wording";
import { useDesk } from "@/board/desk";
import { useKeys } from "@/board/keys/keys";
import { useDoing } from "@/board/verbs/doing";
import type { DeskVerb } from "@/board/verbs/possible";
import { useLive } from "@/shared/stores/live";

interface Moves {
  move: (step: 1 | -1) => boolean;
  close: () => boolean;
  openCall: Ref<string | null>;
}

export function useBoardKeys({ move, close, openCall }: Moves): void {
  const live = useLive();
  const desk = useDesk();
  const alarm = useAlarm();
  const doing = useDoing();
  const { nameOf } = useWording();

  const verb = (name: DeskVerb) => () => {
    const call = desk.shown?.id === (openCall.value ?? desk.chosen) ? desk.shown : live.calls.get(desk.chosen ?? "");
    if (!call) return false;
    const title = desk.shown?.id === call.id ? desk.shownName : nameOf(call);
    doing.verb(live.calls.get(call.id) ?? call, name, title);
    return true;
  };
  const dialog = (is: "open" | "keys") => () => {
    desk.dialog = { is };
    return true;
  };

  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => enter(),
    Escape: () => close(),
    a: verb("answer"),
    s: verb("assign"),
    e: verb("escalate"),
    m: verb("note"),
    h: verb("hold"),
    l: verb("release"),
    d: verb("resolve"),
    r: verb("reopen"),
    n: dialog("open"),
    "?": dialog("keys"),
    "/": () => {
      document.getElementById("find-call")?.focus();
      return true;
    },
    u: () => {
      alarm.toggleMute();
      return true;
    },
  });

  /** With the focus on a link or a button, Enter is theirs. */
  function enter(): boolean {
    const focused = document.activeElement;
    if ((focused && focused !== document.body) || desk.chosen === null) return false;
    doing.show(desk.chosen);
    return true;
  }
}
