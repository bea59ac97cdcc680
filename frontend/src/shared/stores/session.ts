/** Who is signed in on this device. */

import { defineStore } from "pinia";
import { ref } from "vue";
import { http, Problem, Unreachable } from "@/core/http";
import { onOtherPage, remember, remembered } from "@/core/person";
import { cardShelf } from "@/core/shelf";
import type { Me } from "@/core/words";

/** Who is known here does not look at an empty page until a dead network has timed out. */
const PATIENCE_MS = 3_000;

export const useSession = defineStore("session", () => {
  const me = ref<Me | null>(null);
  let begun: Promise<void> | null = null;

  /** Ask once who we are; without network the person last seen here is believed, so that a phone can open its outbox. */
  function begin(): Promise<void> {
    begun ??= ask();
    return begun;
  }

  async function ask(): Promise<void> {
    try {
      admit(await http<Me>("/api/v1/me", remembered() ? { timeoutMs: PATIENCE_MS } : {}));
    } catch (trouble) {
      if (trouble instanceof Unreachable || (trouble instanceof Problem && trouble.isPassing)) believe();
      else forget();
    }
  }

  function believe(): void {
    me.value = remembered();
    if (me.value === null) begun = null; // nobody is known: ask again at the next page
  }

  async function signIn(login: string, password: string): Promise<Me> {
    const person = await http<Me>("/api/v1/sessions", { method: "POST", body: { login, password } });
    admit(person);
    return person;
  }

  /** End the session here and, if the service can be reached, there; no resident's card stays on the device. */
  async function signOut(): Promise<void> {
    try {
      await http("/api/v1/sessions/current", { method: "DELETE" });
    } catch (trouble) {
      if (!(trouble instanceof Problem || trouble instanceof Unreachable)) throw trouble;
    }
    forget();
    await cardShelf.keepOnly(new Set()).catch((cause: unknown) => console.error("the cards cannot be wiped", cause));
  }

  function admit(person: Me): void {
    me.value = person;
    remember(person);
  }

  /** The service says the session is over. */
  function forget(): void {
    me.value = null;
    remember(null);
  }

  // The cookie is the browser's, not the page's: whoever signed in elsewhere is whom this page would act as.
  onOtherPage((person) => {
    if (person?.id !== me.value?.id) me.value = person;
  });

  return { me, begin, signIn, signOut, forget };
});
