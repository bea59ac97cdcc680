/** A dialog's way to the service: sends once, stays open with the reason when the service says no. */

import { ref } from "vue";
import { useI18n } from "vue-i18n";
import { useDesk } from "@/board/desk";
import { useActs } from "@/board/verbs/acting";
import type { DeskVerb } from "@/board/verbs/possible";
import type { Call } from "@/core/words";
import { useLive } from "@/shared/stores/live";
import { useNotices } from "@/shared/stores/notices";

export function useDeed(call: Call) {
  const { t } = useI18n({ useScope: "global" });
  const desk = useDesk();
  const acts = useActs();
  const live = useLive();
  const notices = useNotices();
  const isSending = ref(false);
  const trouble = ref("");
  /** What the person saw when they made up their mind; after a refusal they have seen the newest. */
  let seen = call.version;

  const close = () => (desk.dialog = null);

  async function send(verb: DeskVerb, fields: Record<string, unknown>, who = ""): Promise<void> {
    isSending.value = true;
    trouble.value = "";
    const done = await acts.act({ id: call.id, version: seen }, verb, fields);
    isSending.value = false;
    if (!done) return;
    if (done.ok) {
      notices.say(t(`board.done.${verb}`, { who }));
      close();
    } else {
      trouble.value = done.text;
      seen = live.calls.get(call.id)?.version ?? seen;
    }
  }

  return { isSending, trouble, close, send };
}
