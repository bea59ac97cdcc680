/** An address and a question are the same thing, written twice. */

import { describe, expect, it } from "vitest";
import { addDays, daysIn, isDate, named, trendBy, trendKeys } from "@/reports/calendar";
import { addresses, breachPage, isSameQuestion, narrowedTo, read, written } from "@/reports/question";

const TODAY = "2026-11-25";

describe("a link", () => {
  it("gives back the question it was made from", () => {
    const question = read({}, TODAY);
    const asked = {
      ...question,
      station: "S1",
      caregiver: "C003",
      kind: "emergency",
      by: "hour",
      span: "response",
    } as const;

    expect(read(written(asked), "2027-01-01")).toEqual(asked);
  });

  it("always names its days, so that it shows the same calls tomorrow", () => {
    expect(written(read({}, TODAY))).toEqual({ from: "2026-11-19", to: "2026-11-26" });
  });

  it.each([
    { from: "2026-11-31", to: "2026-12-02" },
    { from: "2026-11-20", to: "2026-11-20" },
    { from: "yesterday", to: "2026-11-20" },
    { from: ["2026-11-01", "2026-11-02"], to: "2026-11-20" },
    { from: "2026-11-01" },
  ])("with a period that makes no sense (%j) asks for the last seven days", (query) => {
    expect(read(query, TODAY)).toMatchObject({ from: "2026-11-19", to: "2026-11-26" });
  });

  it("with unknown words asks the usual", () => {
    const asked = read({ kind: "technical", by: "star", span: "alarm_delay", station: "../S1" }, TODAY);

    expect(asked).toMatchObject({ kind: null, by: "station", span: "answer", station: null });
  });
});

describe("the service", () => {
  const asked = read({ from: "2026-11-01", to: "2026-12-01", station: "S1", by: "hour", span: "travel" }, TODAY);

  it("is asked about the same calls at every door", () => {
    for (const address of Object.values(addresses(asked))) {
      expect(address).toContain("from=2026-11-01&to=2026-12-01&station=S1");
    }
  });

  it("is asked for the same sheet that the page shows", () => {
    const { report, csv } = addresses(asked);

    expect(csv).toBe(`${report}&format=csv`);
  });

  it("is asked for the page of breaches that follows", () => {
    expect(breachPage(asked, "abc")).toBe(`${addresses(asked).breaches}&cursor=abc`);
  });

  it("is asked again only when the question is another", () => {
    expect(isSameQuestion(asked, { ...asked })).toBe(true);
    expect(isSameQuestion(asked, { ...asked, span: "answer" })).toBe(false);
  });
});

describe("a row", () => {
  it.each([
    ["station", "S1", { station: "S1", by: "caregiver" }],
    ["caregiver", "C003", { caregiver: "C003", by: "kind" }],
    ["kind", "welfare", { kind: "welfare", by: "station" }],
    ["kind", "technical", null],
    ["month", "2026-12", { from: "2026-12-01", to: "2027-01-01", by: "station" }],
    ["hour", "07", null],
    ["station", null, null],
  ] as const)("by %s of %s narrows the page to itself", (by, key, to) => {
    expect(narrowedTo(by, key)).toEqual(to);
  });
});

describe("the calendar", () => {
  it.each([
    ["today", "2026-11-25", "2026-11-26"],
    ["yesterday", "2026-11-24", "2026-11-25"],
    ["last7", "2026-11-19", "2026-11-26"],
    ["last30", "2026-10-27", "2026-11-26"],
    ["thisMonth", "2026-11-01", "2026-11-26"],
    ["lastMonth", "2026-10-01", "2026-11-01"],
  ] as const)("knows %s", (name, from, to) => {
    expect(named(name, TODAY)).toEqual({ from, to });
  });

  it("crosses the year and knows leap days", () => {
    expect(named("lastMonth", "2027-01-15")).toEqual({ from: "2026-12-01", to: "2027-01-01" });
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(isDate("2026-02-29")).toBe(false);
  });

  it("cuts a day into hours, a month into days, a year into months", () => {
    expect(trendBy(named("today", TODAY))).toBe("hour");
    expect(trendBy(named("last30", TODAY))).toBe("day");
    expect(trendBy({ from: "2026-01-01", to: "2027-01-01" })).toBe("month");
  });

  it("leaves a place for every day, so that a day without calls is a gap", () => {
    const week = named("last7", TODAY);

    expect(trendKeys(week, "day")).toHaveLength(daysIn(week));
    expect(trendKeys({ from: "2026-11-15", to: "2027-02-02" }, "month")).toEqual([
      "2026-11",
      "2026-12",
      "2027-01",
      "2027-02",
    ]);
    expect(trendKeys(week, "hour").at(-1)).toBe("23");
  });
});
