/** Puts the question to the service: every part of the page at once, shown together or not at all, so that figures of
 * two questions never stand side by side. */

import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from "vue";
import { useI18n } from "vue-i18n";
import { http, Problem, Unreachable } from "@/core/http";
import type { Answers, Breaches } from "@/reports/answers";
import { addresses, breachPage, type Question } from "@/reports/question";
import { useSession } from "@/shared/stores/session";
import { inWords } from "@/shared/trouble";

/** A year of calls takes the service longer than a tap on a button. */
const TIMEOUT_MS = 60_000;

export interface Shown {
  question: Question;
  answers: Answers;
}

export function useAnswers(question: Ref<Question>) {
  const { t } = useI18n();
  const session = useSession();
  const shown = shallowRef<Shown | null>(null);
  const isAsking = ref(false);
  const trouble = ref("");
  let latest = 0;

  const get = <T>(path: string): Promise<T> => http<T>(path, { timeoutMs: TIMEOUT_MS });

  async function ask(): Promise<void> {
    const [turn, asked] = [++latest, question.value];
    isAsking.value = true;
    trouble.value = "";
    const told = await attempt(() => all(asked));
    if (turn !== latest) return;
    isAsking.value = false;
    shown.value = told ? { question: asked, answers: told } : null;
  }

  async function all(asked: Question): Promise<Answers> {
    const from = addresses(asked);
    const [report, trend, heat, distribution, breaches] = await Promise.all([
      get<Answers["report"]>(from.report),
      get<Answers["trend"]>(from.trend),
      get<Answers["heat"]>(from.heat),
      get<Answers["distribution"]>(from.distribution),
      get<Answers["breaches"]>(from.breaches),
    ]);
    return { report, trend, heat, distribution, breaches };
  }

  /** The page of breaches that follows; nothing else on the screen changes. */
  async function more(): Promise<void> {
    const [turn, now] = [latest, shown.value];
    if (!now?.answers.breaches.next) return;
    const page = await attempt(() => get<Breaches>(breachPage(now.question, now.answers.breaches.next)));
    if (!page || turn !== latest) return;
    const breaches = { ...page, breaches: [...now.answers.breaches.breaches, ...page.breaches] };
    shown.value = { question: now.question, answers: { ...now.answers, breaches } };
  }

  async function attempt<T>(asking: () => Promise<T>): Promise<T | null> {
    try {
      return await asking();
    } catch (problem) {
      if (!(problem instanceof Problem || problem instanceof Unreachable)) throw problem;
      if (problem instanceof Problem && problem.status === 401) session.forget();
      trouble.value = problem instanceof Unreachable ? t("reports.unreachable") : inWords(problem, (id) => id);
      return null;
    }
  }

  watch(question, () => void ask(), { immediate: true });
  onScopeDispose(() => latest++);
  return { shown: computed(() => shown.value), isAsking, trouble, ask, more };
}
