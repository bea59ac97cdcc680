/** Notifications of offers for a page that is not in front. They name no person: a lock screen is read by everybody. */

import { onScopeDispose, ref, type Ref } from "vue";

export interface Notifier {
  permission: Readonly<Ref<NotificationPermission | "missing">>;
  ask(): Promise<void>;
  show(offer: string, title: string, text: string): Promise<void>;
  /** Take away every notification but those of these offers. */
  keepOnly(offers: ReadonlySet<string>): Promise<void>;
}

/** `open` is told the offer when its notification is tapped. */
export function useNotifier(open: (offer: string) => void): Notifier {
  const exists = "Notification" in globalThis && "serviceWorker" in navigator;
  const permission = ref<NotificationPermission | "missing">(exists ? Notification.permission : "missing");
  const shown = new Set<string>();

  async function ask(): Promise<void> {
    if (exists) permission.value = await Notification.requestPermission();
  }

  async function show(offer: string, title: string, text: string): Promise<void> {
    if (permission.value !== "granted" || shown.has(offer)) return;
    shown.add(offer);
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.showNotification(title, {
      tag: offer,
      body: text,
      icon: "/icon-192.png",
      requireInteraction: true,
      data: { offer },
    });
  }

  async function keepOnly(offers: ReadonlySet<string>): Promise<void> {
    const ended = [...shown].filter((offer) => !offers.has(offer));
    if (ended.length === 0) return;
    for (const offer of ended) shown.delete(offer);
    const registration = await navigator.serviceWorker.getRegistration();
    for (const one of (await registration?.getNotifications()) ?? []) if (!offers.has(one.tag)) one.close();
  }

  const tapped = (message: MessageEvent<unknown>) => {
    const offer = (message.data as { offer?: unknown } | null)?.offer;
    if (typeof offer === "string") open(offer);
  };
  const look = () => {
    if (exists) permission.value = Notification.permission;
  };
  if (exists) navigator.serviceWorker.addEventListener("message", tapped);
  document.addEventListener("visibilitychange", look);
  onScopeDispose(() => {
    if (exists) navigator.serviceWorker.removeEventListener("message", tapped);
    document.removeEventListener("visibilitychange", look);
    void keepOnly(new Set());
  });
  return { permission, ask, show, keepOnly };
}
