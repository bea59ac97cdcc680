/** What this person does with calls. Each deed goes through the outbox, and waits there until the service has answered. */

import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";
import { http } from "@/core/http";
import { Outbox, type Entry, type Verb } from "@/core/outbox";
import { outboxShelf } from "@/core/shelf";
import { useLive } from "@/shared/stores/live";
import { useSession } from "@/shared/stores/session";

export type Deeds = ReturnType<typeof useDeeds>;

export function useDeeds(me: string) {
  const live = useLive();
  const session = useSession();
  const entries = shallowRef<readonly Entry[]>([]);
  const isOpen = ref(false);
  const unkept = ref(new Set<string>());
  const outbox = new Outbox(
    outboxShelf,
    http,
    {
      changed: (now) => void (entries.value = [...now]),
      answered: (_entry, answer) => live.answered(answer.call, answer.seq),
      refused: () => undefined, // it lies among the entries, and is shown from there
      signedOut: () => session.forget(),
      notKept: (entry) => void unkept.value.add(entry.key),
    },
    me,
  );
  const waiting = computed(() => entries.value.filter((one) => one.refusal === null));
  const opened = outbox.open().then(() => (isOpen.value = true));

  const wake = () => {
    if (document.visibilityState === "visible") outbox.wake();
  };
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  watch(
    () => live.isLive,
    (isLive) => {
      if (isLive) outbox.wake();
    },
  );
  onScopeDispose(() => {
    removeEventListener("online", wake);
    document.removeEventListener("visibilitychange", wake);
    outbox.close();
  });

  return {
    waiting,
    refused: computed(() => entries.value.filter((one) => one.refusal !== null)),
    isOpen,
    /** Something waits that this phone could not keep: closing the page would lose it. */
    isUnkept: computed(() => waiting.value.some((one) => unkept.value.has(one.key))),
    /** Resolves when the deed is safe on the device; what the service says of it comes later. */
    async act(call: string, verb: Verb, body: Record<string, unknown> = {}): Promise<void> {
      const at = new Date().toISOString();
      await opened;
      await outbox.add(call, verb, body, undefined, at);
    },
    /** The person has read the refusal. */
    dismiss: (entry: Entry) => outbox.dismiss(entry.key),
  };
}
