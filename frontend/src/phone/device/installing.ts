/** The service worker: the page opens without a network; a new version waits until the person has no call in hand. */

import { registerSW } from "virtual:pwa-register";
import { ref, type Ref } from "vue";

interface InstallQuestion extends Event {
  prompt(): Promise<unknown>;
}

const LOOK_AGAIN_MS = 60 * 60_000;
const isStale = ref(false);
const question = ref<InstallQuestion | null>(null);
let update: ((reload?: boolean) => Promise<void>) | null = null;

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  question.value = event as InstallQuestion;
});

export interface Installing {
  /** A newer version lies ready. */
  isStale: Readonly<Ref<boolean>>;
  takeNew(): void;
  /** The browser offers to put the page on the home screen. */
  canInstall: Readonly<Ref<unknown>>;
  install(): Promise<void>;
}

export function useInstalling(): Installing {
  update ??= registerSW({
    onNeedRefresh: () => (isStale.value = true),
    onRegisteredSW: (_address, registration) => {
      if (registration) setInterval(() => void registration.update().catch(() => undefined), LOOK_AGAIN_MS);
    },
  });
  return {
    isStale,
    takeNew: () => void update?.(true),
    canInstall: question,
    async install() {
      await question.value?.prompt();
      question.value = null;
    },
  };
}
