/** Joins the parts of the phone once, for the person signed in; the views find them by `usePhone`. */

import { computed, inject, onScopeDispose, provide, ref, watch, type InjectionKey } from "vue";
import { useI18n } from "vue-i18n";
import { useLive } from "@/shared/stores/live";
import type { Me, Role } from "@/core/words";
import { useNotices } from "@/shared/stores/notices";
import { useSession } from "@/shared/stores/session";
import { useInstalling } from "./device/installing";
import { useWakeLock } from "./device/wake-lock";
import { useDay } from "./state/day";
import { useDeeds } from "./state/deeds";
import { useDuty } from "./state/duty";
import { useOffers } from "./state/offers";
import type { Ending } from "./rules/endings";
import { useTidings } from "./state/tidings";
import { useVisit } from "./state/visit";
import { useAnnouncing, useVoice } from "./state/voice";

export type Phone = ReturnType<typeof openPhone>;

const KEY: InjectionKey<Phone> = Symbol("phone");

export function openPhone(me: Me, wantedOffer: string | null) {
  const { t } = useI18n();
  const live = useLive();
  const session = useSession();
  const notices = useNotices();
  const wanted = ref(wantedOffer);
  const deeds = useDeeds(me.id);
  const visit = useVisit(me.id, deeds);
  const offers = useOffers(me.id, deeds, visit);
  const tidings = useTidings(me.id, visit, deeds);
  const voice = useVoice((offer) => (wanted.value = offer));
  const duty = useDuty(me.id, voice.canRing);
  const wake = useWakeLock(computed(() => duty.isOnDuty.value === true));
  const { day } = useDay();
  const installing = useInstalling();
  useAnnouncing(voice, offers, () => tidings.ringsFor.value);

  // A tapped notification may name an offer before the picture has it.
  watch([wanted, offers.open], () => {
    if (!wanted.value || !offers.open.value.some((one) => one.offer.id === wanted.value)) return;
    offers.choose(wanted.value);
    wanted.value = null;
  });

  /** A new version is taken only when nothing is in hand that a reload could disturb. */
  const isIdle = computed(
    () => offers.open.value.length === 0 && visit.call.value === null && deeds.waiting.value.length === 0,
  );
  /** A colleague's name; people of other stations and of the desk are not told to this phone: then who they are. */
  const nameOf = (id: string, role: Role = "caregiver"): string =>
    live.staff.get(id)?.name ?? (role === "caregiver" ? t("phone.colleague") : t(`role.${role}`));

  const sayEnding = ({ why, by }: Ending): string =>
    why === "taken" && by
      ? t("phone.gone.taken", { who: nameOf(by) })
      : t(`phone.gone.${why === "taken" ? "withdrawn" : why}`);

  // What became of an offer fills the screen only when nothing else needs it.
  watch([offers.gone, offers.shown, visit.call], ([gone, shown, call]) => {
    if (!gone || (!shown && !call)) return;
    notices.say(`${gone.call.number}: ${sayEnding(gone.ending)}`, "news");
    offers.forgetGone();
  });

  // Signed out, by a tap or by the service: nothing of any resident stays behind on this phone.
  onScopeDispose(() => {
    if (session.me === null) void visit.forgetAll();
  });

  const phone = { me, deeds, visit, offers, tidings, voice, duty, wake, day, installing, isIdle, nameOf, sayEnding };
  provide(KEY, phone);
  return phone;
}

export function usePhone(): Phone {
  const phone = inject(KEY);
  if (!phone) throw new Error("outside of the phone's page");
  return phone;
}
