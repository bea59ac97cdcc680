import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { http, Problem, Unreachable, type Ask } from "@/core/http";

let address = "";
let answer: (asked: IncomingMessage, response: ServerResponse) => void;
const server = createServer((asked, response) => answer(asked, response));

beforeAll(async () => {
  await new Promise<void>((then) => server.listen(0, "127.0.0.1", then));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** Ask, and be answered with this. */
function asks(status: number, type: string, body: string, ask: Ask = {}): Promise<unknown> {
  answer = (_, response) => response.writeHead(status, { "Content-Type": type }).end(body);
  return http(`${address}/api`, ask);
}

const JSON_TYPE = "application/json";

test("an answer is its JSON, and none is nothing", async () => {
  expect(await asks(200, JSON_TYPE, '{"seq":7}')).toEqual({ seq: 7 });
  expect(await asks(204, JSON_TYPE, "")).toBeUndefined();
});

test("a body and a key are sent as the service wants them", async () => {
  let heard = {};
  answer = (asked, response) => {
    const { "content-type": type, "idempotency-key": key } = asked.headers;
    heard = { method: asked.method, type, key };
    response.writeHead(200, { "Content-Type": JSON_TYPE }).end("{}");
  };

  await http(`${address}/api`, { method: "POST", body: {}, key: "key-1" });

  expect(heard).toEqual({ method: "POST", type: JSON_TYPE, key: "key-1" });
});

test("a refusal carries its code and what comes with it", async () => {
  const told = JSON.stringify({ code: "already_accepted", detail: "…", accepted_by: "C2" });

  const refused = await asks(409, "application/problem+json", told).catch((trouble: unknown) => trouble);

  expect(refused).toBeInstanceOf(Problem);
  expect(refused).toMatchObject({
    status: 409,
    code: "already_accepted",
    members: { accepted_by: "C2" },
    isPassing: false,
  });
});

test.each([408, 425, 429, 500, 502, 503, 504])("status %i may pass", async (status) => {
  await expect(asks(status, JSON_TYPE, '{"code":"later"}')).rejects.toMatchObject({ isPassing: true });
});

test.each([
  [403, "text/html", "<h1>Forbidden</h1>"],
  [200, "text/html", "<h1>Welcome to our hotel</h1>"],
  [404, JSON_TYPE, '{"error":"no route"}'],
  [502, "text/html", "<h1>Bad gateway</h1>"],
])("what somebody in between says (%i, %s) is no answer of the service", async (status, type, body) => {
  await expect(asks(status, type, body)).rejects.toThrow(Unreachable);
});

test("a service that says nothing in time is unreachable", async () => {
  answer = () => undefined;

  await expect(http(`${address}/api`, { timeoutMs: 50 })).rejects.toThrow(Unreachable);
});

test("nobody there is unreachable", async () => {
  await expect(http("http://127.0.0.1:9/api")).rejects.toThrow(Unreachable);
});
