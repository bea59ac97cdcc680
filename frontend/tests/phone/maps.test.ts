import { expect, it } from "vitest";
import { mapLinks, telLink } from "@/phone/rules/maps";

const PLACE = { latitude: 36.67551, longitude: 101.735829 };
const ANDROID = "Mozilla/5.0 (Linux; Android 15) Chrome/140";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X)";
const links = (agent: string) => new Map(mapLinks(PLACE, "呼叫地点", agent).map(({ app, href }) => [app, href]));
const asked = (href: string | undefined) => Object.fromEntries(new URL(href ?? "about:blank").searchParams);

it("tells AMap that the coordinates are WGS-84, longitude first", () => {
  expect(asked(links(ANDROID).get("amap"))).toMatchObject({
    position: "101.735829,36.67551",
    coordinate: "wgs84",
    callnative: "1",
  });
});

it("tells Baidu that the coordinates are WGS-84, latitude first", () => {
  expect(asked(links(ANDROID).get("baidu"))).toMatchObject({
    location: "36.67551,101.735829",
    coord_type: "wgs84",
    output: "html",
  });
});

it("adds Apple's map on an iPhone and any other map elsewhere", () => {
  expect(asked(links(IPHONE).get("apple"))).toEqual({ daddr: "36.67551,101.735829", dirflg: "w" });
  expect(links(IPHONE).has("geo")).toBe(false);
  expect(links(ANDROID).get("geo")).toMatch(/^geo:36\.67551,101\.735829\?q=36\.67551,101\.735829\(/);
});

it("hands over coordinates and a neutral label, nothing else that could name somebody", () => {
  const known = new Set(["36.67551,101.735829", "101.735829,36.67551", "呼叫地点", "wgs84", "1", "html", "w"]);
  for (const href of [...links(ANDROID).values(), ...links(IPHONE).values()]) {
    if (!href.startsWith("https:")) continue;
    for (const [name, value] of Object.entries(asked(href))) expect(name === "src" || known.has(value)).toBe(true);
  }
});

it("dials a number however it is written, and offers no link for none", () => {
  expect(telLink("0971-555-0123")).toBe("tel:09715550123");
  expect(telLink("+86 138 0013 8000")).toBe("tel:+8613800138000");
  expect(telLink("—")).toBeNull();
  expect(telLink(null)).toBeNull();
});
