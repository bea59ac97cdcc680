/** The built-in style of the map: no tile server, no fonts from elsewhere; tiles only when a setting names them. */

import type { FeatureCollection, GeoJSON } from "geojson";
import type { StyleSpecification } from "maplibre-gl";
import type { District } from "@/shared/stores/district";
import { hull, type Point } from "./hull";

export interface Colours {
  ground: string;
  paper: string;
  line: string;
  ink: string;
  quiet: string;
  station: string;
}

/** The colours of the page, so that the wall's map is dark when the wall is. */
export function pageColours(): Colours {
  const tokens = getComputedStyle(document.documentElement);
  const of = (name: string) => tokens.getPropertyValue(name).trim();
  return {
    ground: of("--ground"),
    paper: of("--paper"),
    line: of("--line"),
    ink: of("--ink"),
    quiet: of("--line-strong"),
    station: of("--assistance"),
  };
}

export function mapStyle(district: District, colours: Colours): StyleSpecification {
  const { tile_url } = district;
  return {
    version: 8,
    sources: {
      areas: { type: "geojson", data: areas(district) },
      homes: { type: "geojson", data: homes(district) },
      ...(tile_url ? { tiles: { type: "raster", tiles: [tile_url], tileSize: 256 } } : {}),
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colours.ground } },
      ...(tile_url ? [{ id: "tiles", type: "raster", source: "tiles" } as const] : []),
      {
        id: "areas",
        type: "fill",
        source: "areas",
        paint: { "fill-color": colours.paper, "fill-opacity": tile_url ? 0.25 : 0.85 },
      },
      {
        id: "borders",
        type: "line",
        source: "areas",
        paint: { "line-color": colours.quiet, "line-width": 1, "line-dasharray": [3, 2] },
      },
      {
        id: "homes",
        type: "circle",
        source: "homes",
        paint: {
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 10, 1.5, 14, 3.5, 17, 7],
          "circle-color": colours.quiet,
          "circle-opacity": 0.75,
        },
      },
    ],
  };
}

function areas(district: District): GeoJSON {
  const features = district.stations.flatMap((station) => {
    const points = district.homes
      .filter((home) => home.station === station.id)
      .map((home): Point => [home.longitude, home.latitude]);
    const ring = hull(points);
    if (ring.length === 0) return [];
    const coordinates = [ring.map(([east, north]) => [east, north])];
    return [{ type: "Feature" as const, properties: {}, geometry: { type: "Polygon" as const, coordinates } }];
  });
  return { type: "FeatureCollection", features } satisfies FeatureCollection;
}

function homes(district: District): GeoJSON {
  const features = district.homes.map((home) => ({
    type: "Feature" as const,
    properties: { resident: home.resident },
    geometry: { type: "Point" as const, coordinates: [home.longitude, home.latitude] },
  }));
  return { type: "FeatureCollection", features } satisfies FeatureCollection;
}
