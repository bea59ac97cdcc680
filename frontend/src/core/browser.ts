/** The surroundings of a real browser, for the live link. */

import type { Line, LineEvents, Surroundings } from "./live";

const SUBPROTOCOL = "care.v1";

export const browserSurroundings: Surroundings = {
  open: (events) => openSocket(events),
  monotonic: () => performance.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  chance: () => Math.random(),
  isHidden: () => document.visibilityState === "hidden",
};

function openSocket(events: LineEvents): Line {
  const url = new URL("/api/v1/live", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url, SUBPROTOCOL);
  socket.onopen = () => events.opened();
  socket.onmessage = (message: MessageEvent<unknown>) => events.heard(String(message.data));
  socket.onclose = (close) => events.closed(close.code);
  socket.onerror = () => socket.close();
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      socket.onclose = socket.onmessage = null;
      socket.close();
    },
  };
}

