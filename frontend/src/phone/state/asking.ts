/** Questions that may go unanswered: the phone asks again when it can. */

import { Problem, Unreachable } from "@/core/http";

/** The answer, or null when the service refused or cannot be reached. */
export async function answerOrNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (trouble) {
    if (trouble instanceof Problem || trouble instanceof Unreachable) return null;
    throw trouble;
  }
}
