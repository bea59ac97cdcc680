/** The real server core, in one Python process for all seeds: a request a line, an answer a line, in order. */

import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PYTHON = process.env.CALLCENTER_PYTHON ?? `${ROOT}.venv/bin/python`;

export interface Request {
  world: string;
  at: number;
  do: string;
  with?: Record<string, unknown>;
}

export interface Answer {
  head: number;
  epoch: string;
  frames: Record<string, string[]>;
  closed: Record<string, number>;
  status: number;
  body: unknown;
}

interface Waiting {
  take(answer: Answer): void;
  fail(cause: Error): void;
}

export class Bridge {
  lines = 0;
  private readonly waiting: Waiting[] = [];
  private readonly python: ChildProcessWithoutNullStreams;
  private told = "";
  private outgoing = "";

  constructor() {
    this.python = spawn(PYTHON, ["-m", "tests.protocol"], { cwd: ROOT });
    this.python.stderr.on("data", (chunk: Buffer) => (this.told += chunk.toString()));
    this.python.on("error", (cause) => this.fail(cause));
    this.python.on("exit", (code) =>
      this.fail(new Error(`the service's side ended (${code ?? "killed"}):\n${this.told}`)),
    );
    createInterface({ input: this.python.stdout }).on("line", (line) =>
      this.waiting.shift()?.take(JSON.parse(line) as Answer),
    );
  }

  ask(request: Request): Promise<Answer> {
    this.lines += 1;
    if (this.outgoing === "") setImmediate(() => this.send());
    this.outgoing += `${JSON.stringify(request)}\n`;
    return new Promise((take, fail) => this.waiting.push({ take, fail }));
  }

  stop(): void {
    this.python.removeAllListeners("exit");
    this.python.stdin.end();
  }

  /** All that was asked in this turn, by however many seeds, goes in one piece. */
  private send(): void {
    this.python.stdin.write(this.outgoing);
    this.outgoing = "";
  }

  private fail(cause: Error): void {
    for (const one of this.waiting.splice(0)) one.fail(cause);
  }
}
