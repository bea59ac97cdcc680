/** The surroundings of a real browser, for the live link and the outbox. */

import type { Line, LineEvents, Surroundings } from "./line";
import { isHere } from "./person";

const SUBPROTOCOL = "care.v1";
const NEVER_OPENED = 1006;

export const browserSurroundings: Surroundings & { isHere(staff: string): boolean } = {
  open: (events) => openSocket(events),
  monotonic: () => performance.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  chance: () => Math.random(),
  isHidden: () => document.visibilityState === "hidden",
  isHere,
};

function openSocket(events: LineEvents): Line {
  const url = new URL("/api/v1/live", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  let socket: WebSocket;
  try {
    socket = new WebSocket(url, SUBPROTOCOL);
  } catch {
    const timer = setTimeout(() => events.closed(NEVER_OPENED));
    return { send: () => undefined, close: () => clearTimeout(timer) };
  }
  socket.onopen = () => events.opened();
  socket.onmessage = (message: MessageEvent<unknown>) => events.heard(String(message.data));
  socket.onclose = (close) => events.closed(close.code);
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      socket.onopen = socket.onclose = socket.onmessage = null;
      socket.close();
    },
  };
}
