/** Who is signed in on this device. */

import { defineStore } from "pinia";
import { ref } from "vue";
import { http, Problem, Unreachable } from "@/core/http";
import type { Me } from "@/core/words";

const REMEMBERED = "me";
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
      if (trouble instanceof Unreachable || (trouble instanceof Problem && trouble.isPassing)) me.value = remembered();
      else forget();
    }
  }

  async function signIn(login: string, password: string): Promise<Me> {
    const person = await http<Me>("/api/v1/sessions", { method: "POST", body: { login, password } });
    admit(person);
    return person;
  }

  /** End the session here and, if the service can be reached, there. */
  async function signOut(): Promise<void> {
    try {
      await http("/api/v1/sessions/current", { method: "DELETE" });
    } catch (trouble) {
      if (!(trouble instanceof Problem || trouble instanceof Unreachable)) throw trouble;
    }
    forget();
  }

  function admit(person: Me): void {
    me.value = person;
    localStorage.setItem(REMEMBERED, JSON.stringify(person));
  }

  /** The service says the session is over. */
  function forget(): void {
    me.value = null;
    localStorage.removeItem(REMEMBERED);
  }

  return { me, begin, signIn, signOut, forget };
});

function remembered(): Me | null {
  const kept = localStorage.getItem(REMEMBERED);
  return kept ? (JSON.parse(kept) as Me) : null;
}
