/** Requests to the service: JSON in, JSON out; trouble is either a `Problem` (the service said no) or `Unreachable`. */

/** The service answered and refused; `code` is stable, `members` are what this code brings along. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = "Problem";
  }

  /** True when the same request may succeed later: the service is there but cannot commit, or asks for patience. */
  get isPassing(): boolean {
    return this.status >= 500 || this.status === 429;
  }
}

/** Nobody answered: what was asked may or may not have happened. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("the service does not answer", { cause });
    this.name = "Unreachable";
  }
}

export interface Ask {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  body?: unknown;
  /** The idempotency key: the same request again under the same key has one effect and one answer. */
  key?: string;
  timeoutMs?: number;
}

export type Http = <T>(path: string, ask?: Ask) => Promise<T>;

const TIMEOUT_MS = 10_000;

/** Asks over `fetch`; raises `Problem` or `Unreachable`. */
export async function http<T>(path: string, ask: Ask = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (ask.body !== undefined) headers["Content-Type"] = "application/json";
  if (ask.key !== undefined) headers["Idempotency-Key"] = ask.key;
  let answer: Response;
  try {
    answer = await fetch(path, {
      method: ask.method ?? "GET",
      headers,
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(ask.timeoutMs ?? TIMEOUT_MS),
    });
    if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T;
  } catch (cause) {
    throw new Unreachable(cause);
  }
  throw await readProblem(answer);
}

async function readProblem(answer: Response): Promise<Problem> {
  try {
    const told = (await answer.json()) as Record<string, unknown>;
    return new Problem(answer.status, String(told["code"] ?? "unknown"), String(told["detail"] ?? ""), told);
  } catch {
    return new Problem(answer.status, "unknown", answer.statusText);
  }
}
