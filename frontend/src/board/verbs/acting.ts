/** The desk's verbs on their way to the service: pending until it has spoken, told in words when it says no. */

import { defineStore } from "pinia";
import { shallowReactive } from "vue";
import type { DeskVerb } from "@/board/verbs/possible";
import { Wishes } from "@/board/verbs/wishes";
import { http, Problem, Unreachable } from "@/core/http";
import { newKey } from "@/core/keys";
import type { CallAnswer } from "@/core/wire";
import { useLive } from "@/shared/stores/live";
import { inWords } from "@/shared/trouble";

/** `code` is null when nobody knows whether it worked; `call` is the other call that a refusal names. */
export type Done =
  { ok: true; answer: CallAnswer } | { ok: false; text: string; code: string | null; call: string | null };

export const useActs = defineStore("acts", () => {
  const live = useLive();
  const pending = shallowReactive(new Set<string>());
  const wishes = new Wishes(newKey);

  const isPending = (call: string, verb: DeskVerb) => pending.has(`${call} ${verb}`);

  /** Use `verb` on the call as it was at `version`; never shown as done before the service has said so. */
  async function act(
    call: { id: string; version: number },
    verb: DeskVerb,
    fields: Record<string, unknown> = {},
  ): Promise<Done | null> {
    const what = `${call.id} ${verb}`;
    if (pending.has(what)) return null;
    pending.add(what);
    try {
      const body = { version: call.version, at: new Date().toISOString(), ...fields };
      return await send(`/api/v1/calls/${call.id}/${verb}`, body, `${what} ${JSON.stringify(fields)}`);
    } finally {
      pending.delete(what);
    }
  }

  /** A call for somebody who telephoned; a resident has one open call at a time. */
  async function open(resident: string, kind: string, note: string | null): Promise<Done> {
    const body = note ? { resident, kind, note } : { resident, kind };
    return send("/api/v1/calls", body, `open ${JSON.stringify(body)}`);
  }

  async function send(path: string, body: Record<string, unknown>, what: string): Promise<Done> {
    const wish = wishes.make(what, body, Date.now());
    try {
      const answer = await http<CallAnswer>(path, { method: "POST", body: wish.body, key: wish.key });
      wishes.settle(what);
      live.answered(answer.call, answer.seq);
      return { ok: true, answer };
    } catch (trouble) {
      const isUnsure = trouble instanceof Unreachable || (trouble instanceof Problem && trouble.isPassing);
      if (!isUnsure) wishes.settle(what);
      const code = trouble instanceof Problem ? trouble.code : null;
      const call = trouble instanceof Problem && typeof trouble.members.call === "string" ? trouble.members.call : null;
      return { ok: false, text: inWords(trouble, live.staffName), code, call };
    }
  }

  return { isPending, act, open };
});
