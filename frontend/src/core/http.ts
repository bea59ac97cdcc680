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
    return this.status >= 500 || PASSING.has(this.status);
  }
}

const PASSING = new Set([408, 425, 429]);

/** The service did not answer: what was asked may or may not have happened. */
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

/** Asks over `fetch`; raises `Problem` or `Unreachable`. A deed, known by its key, goes out even if the page closes. */
export async function http<T>(path: string, ask: Ask = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (ask.body !== undefined) headers["Content-Type"] = "application/json";
  if (ask.key !== undefined) headers["Idempotency-Key"] = ask.key;
  let answer: Response;
  let told: unknown;
  try {
    answer = await fetch(path, {
      method: ask.method ?? "GET",
      headers,
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      credentials: "same-origin",
      cache: "no-store",
      keepalive: ask.key !== undefined,
      signal: AbortSignal.timeout(ask.timeoutMs ?? TIMEOUT_MS),
    });
    told = answer.status === 204 ? undefined : await answer.json();
  } catch (cause) {
    throw new Unreachable(cause);
  }
  if (answer.ok) return told as T;
  throw problemOf(answer, told);
}

/** What the service said no with; a refusal by anybody in between (a proxy, a hotel's sign-in page) is not its answer. */
function problemOf(answer: Response, told: unknown): Problem | Unreachable {
  if (!isProblem(told)) return new Unreachable(`status ${answer.status} without a code`);
  return new Problem(answer.status, told.code, told.detail ?? "", told);
}

function isProblem(told: unknown): told is Record<string, unknown> & { code: string; detail?: string } {
  if (typeof told !== "object" || told === null || !("code" in told) || typeof told.code !== "string") return false;
  return !("detail" in told) || typeof told.detail === "string";
}
