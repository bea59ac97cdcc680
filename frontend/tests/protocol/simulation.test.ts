import { afterAll, beforeAll, expect, test } from "vitest";
import { Bridge } from "./bridge";
import { honest } from "./sabotage";
import { told, trials } from "./trials";

const FIRST = Number(process.env.SEED ?? 0);
const COUNT = Number(process.env.SEEDS ?? 500);

let bridge: Bridge;
beforeAll(() => {
  bridge = new Bridge();
});
afterAll(() => bridge.stop());

test("in every storm nothing is missed or applied twice, no deed is lost or done twice, and no screen lies", async ({
  annotate,
}) => {
  const began = performance.now();

  const verdicts = await trials(bridge, honest, { first: FIRST, count: COUNT });

  const sum = (figure: "facts" | "deeds" | "lines" | "pages") =>
    verdicts.reduce((total, { figures }) => total + figures[figure], 0);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const figures = `${sum("facts")} facts, ${sum("deeds")} deeds, ${sum("lines")} lines opened, ${sum("pages")} pages`;
  await annotate(`${verdicts.length} seeds in ${seconds} s: ${figures}`);
  expect(verdicts.filter(({ faults }) => faults.length > 0).map(told)).toEqual([]);
}, 600_000);
