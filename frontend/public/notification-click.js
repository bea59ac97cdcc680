// Part of the service worker: a tapped notification brings the phone's page to the front and names its offer.
self.addEventListener("notificationclick", (event) => {
  const offer = event.notification.data?.offer;
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(async (pages) => {
      const page = pages.find((one) => new URL(one.url).pathname.startsWith("/phone"));
      if (!page) return self.clients.openWindow(`/phone?offer=${encodeURIComponent(offer ?? "")}`);
      page.postMessage({ offer });
      return page.focus();
    }),
  );
});
