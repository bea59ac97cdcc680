/** Makes the phone heard: rings for what is on the screen, notifies while the page is hidden, tells the service what was seen. */

import { computed, watch } from "vue";
import { useI18n } from "vue-i18n";
import { useLive } from "@/shared/stores/live";
import { useNotifier } from "../device/notifying";
import { useRinger } from "../device/ringer";
import { useHidden } from "../device/visibility";
import { whyDeaf } from "../rules/hearing";
import type { Offered } from "../rules/offers";
import type { Tone } from "../rules/tones";
import type { MyOffers } from "./offers";

export type Voice = ReturnType<typeof useVoice>;

/** The part that needs nothing but the device. */
export function useVoice(openOffer: (offer: string) => void) {
  const isHidden = useHidden();
  const ringer = useRinger();
  const notifier = useNotifier(openOffer);
  const deafness = computed(() =>
    whyDeaf({ audio: ringer.audio.value, notifications: notifier.permission.value, isHidden: isHidden.value }),
  );
  return { isHidden, ringer, notifier, deafness, canRing: computed(() => deafness.value === null) };
}

/** Ring, notify and tell for these offers, and for a call that somebody put into my hands. */
export function useAnnouncing(voice: Voice, offers: MyOffers, assigned: () => { kind: string } | null): void {
  const { t } = useI18n();
  const live = useLive();
  const tone = computed<Tone | null>(() => {
    const kind = assigned()?.kind ?? offers.shown.value?.call.kind;
    return kind === undefined ? null : kind === "emergency" ? "emergency" : "assistance";
  });
  watch(tone, (now) => voice.ringer.ring(now), { immediate: true });

  const words = ({ call, offer }: Offered) =>
    [
      live.stationName(call.station),
      offer.distance_metres === null ? "" : t("phone.offer.distance", { km: kilometres(offer.distance_metres) }),
    ]
      .filter(Boolean)
      .join(" · ");
  const unseen = () => (voice.isHidden.value ? offers.open.value : []);
  watch(
    () =>
      unseen()
        .map((one) => one.offer.id)
        .join(),
    async () => {
      const open = unseen();
      await voice.notifier.keepOnly(new Set(open.map((one) => one.offer.id)));
      for (const one of open)
        await voice.notifier.show(one.offer.id, t(`phone.offer.title.${one.call.kind}`), words(one));
    },
  );

  // The one place where the service is told that an offer is on the visible screen; again after a cut, it may be lost.
  watch(
    () => (voice.isHidden.value || !live.isLive ? undefined : offers.shown.value?.offer.id),
    (offer) => {
      if (offer) live.seen(offer);
    },
    { immediate: true },
  );
}

/** 0.6, 1.2, 12 */
export const kilometres = (metres: number): string => (metres / 1000).toFixed(metres < 9_950 ? 1 : 0);
