/**
 * Links that hand a place to a map app. Coordinates are WGS-84 and alone leave the device: the label is neutral, never
 * a name or an address. Why these addresses: docs/decisions/0022-links-to-maps.md.
 */

export interface Place {
  latitude: number;
  longitude: number;
}

export type MapApp = "amap" | "baidu" | "apple" | "geo";

const SOURCE = "callcenter";

const WRITE: Record<MapApp, (at: Place, label: string) => string> = {
  // lbs.amap.com/api/uri-api/guide/mobile-web/point: only this page documents `coordinate=wgs84`, the one for routes does not.
  amap: ({ latitude, longitude }, label) =>
    query("https://uri.amap.com/marker", {
      position: `${longitude},${latitude}`,
      name: label,
      coordinate: "wgs84",
      callnative: "1",
      src: SOURCE,
    }),
  // lbsyun.baidu.com, URI API, web: marker with `coord_type=wgs84`; without it the place would be hundreds of metres off.
  baidu: ({ latitude, longitude }, label) =>
    query("https://api.map.baidu.com/marker", {
      location: `${latitude},${longitude}`,
      title: label,
      content: label,
      output: "html",
      coord_type: "wgs84",
      src: `webapp.${SOURCE}.phone`,
    }),
  // developer.apple.com, Apple URL Scheme Reference, Map Links: daddr with coordinates, dirflg=w walks.
  apple: ({ latitude, longitude }) =>
    query("https://maps.apple.com/", { daddr: `${latitude},${longitude}`, dirflg: "w" }),
  // RFC 5870: `geo:` is WGS-84 unless it says otherwise; developer.android.com, Common intents: q=lat,lng(label).
  geo: ({ latitude, longitude }, label) =>
    `geo:${latitude},${longitude}?q=${latitude},${longitude}(${encodeURIComponent(label)})`,
};

/** The apps that make sense on this device, the district's usual one first. */
export function mapLinks(place: Place, label: string, userAgent: string): { app: MapApp; href: string }[] {
  const own: MapApp = /iPhone|iPad|Macintosh/.test(userAgent) ? "apple" : "geo";
  return (["amap", "baidu", own] as const).map((app) => ({ app, href: WRITE[app](place, label) }));
}

/** `tel:` for a number as people write it; null when there is nothing to dial. */
export function telLink(number: string | null | undefined): string | null {
  const dialled = (number ?? "").replace(/[^\d+*#,;]/g, "");
  return dialled ? `tel:${dialled}` : null;
}

const query = (address: string, members: Record<string, string>) =>
  `${address}?${new URLSearchParams(members).toString()}`;
