/**
 * What travels over the live socket, as types: all of it is the service's own description (`wire.ts`), under the names
 * that screens use.
 */

import type {
  LiveAck,
  LiveBye,
  LiveEvent,
  LiveHello,
  LiveHome,
  LivePing,
  LivePolicy,
  LivePong,
  LivePosition,
  LiveResume,
  LiveSeen,
  LiveSnapshot,
  LiveStaff,
  LiveState,
  LiveStation,
  LiveUnit,
  LiveWelcome,
} from "./wire";

export type {
  Call,
  CallKind,
  CallState,
  Claim,
  Fact,
  Fault,
  LiveCall,
  LiveEvent,
  Me,
  Offer,
  OfferState,
  Role,
  StepLimits,
} from "./wire";

export type Home = LiveHome;
export type Staff = LiveStaff;
export type Unit = LiveUnit;
export type Station = LiveStation;
export type PolicyPart = LivePolicy;
export type State = LiveState;
export type Resume = LiveResume;

export type ServerMessage =
  LiveWelcome | LiveSnapshot | LiveEvent | LivePosition | (Omit<LivePong, "sent"> & { sent: number }) | LiveBye;
export type ClientMessage =
  (Omit<LiveHello, "resume"> & { resume?: Resume }) | LiveAck | LiveSeen | (Omit<LivePing, "sent"> & { sent: number });
