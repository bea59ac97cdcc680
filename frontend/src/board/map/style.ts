/** The built-in style of the map: no tile server, no fonts from elsewhere; tiles only when a setting names them. */

import type { FeatureCollection, GeoJSON } from "geojson";
import type { StyleSpecification } from "maplibre-gl";
import type { District } from "@/shared/stores/district";
import { hull, type Point } from "./hull";

/** Muted hues, told apart on light ground and dark; stations take them in turn. */
const HUES = [208, 150, 32, 268, 188, 350, 96, 238, 52] as const;

export interface Colours {
  ground: string;
  isDark: boolean;
}

/** The colours of the page, so that the wall's map is dark when the wall is. */
export function pageColours(): Colours {
  const root = document.documentElement;
  return {
    ground: getComputedStyle(root).getPropertyValue("--ground").trim(),
    isDark: root.classList.contains("wall"),
  };
}

export function mapStyle(district: District, colours: Colours): StyleSpecification {
  const { tile_url } = district;
  const hues = new Map(district.stations.map((station, place) => [station.id, HUES[place % HUES.length]]));
  const colour = (station: string) => `hsl(${hues.get(station) ?? 0} 38% ${colours.isDark ? 58 : 46}%)`;
  return {
    version: 8,
    sources: {
      areas: { type: "geojson", data: areas(district, colour) },
      homes: { type: "geojson", data: homes(district, colour) },
      ...(tile_url ? { tiles: { type: "raster", tiles: [tile_url], tileSize: 256 } } : {}),
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colours.ground } },
      ...(tile_url ? [{ id: "tiles", type: "raster", source: "tiles" } as const] : []),
      {
        id: "areas",
        type: "fill",
        source: "areas",
        paint: { "fill-color": ["get", "colour"], "fill-opacity": colours.isDark ? 0.16 : 0.1 },
      },
      {
        id: "homes",
        type: "circle",
        source: "homes",
        paint: {
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 10, 1.5, 14, 3.5, 17, 7],
          "circle-color": ["get", "colour"],
          "circle-opacity": 0.8,
        },
      },
    ],
  };
}

function areas(district: District, colour: (station: string) => string): GeoJSON {
  const features = district.stations.flatMap((station) => {
    const points = district.homes
      .filter((home) => home.station === station.id)
      .map((home): Point => [home.longitude, home.latitude]);
    const ring = hull(points);
    if (ring.length === 0) return [];
    const coordinates = [ring.map(([east, north]) => [east, north])];
    return [
      {
        type: "Feature" as const,
        properties: { colour: colour(station.id) },
        geometry: { type: "Polygon" as const, coordinates },
      },
    ];
  });
  return { type: "FeatureCollection", features } satisfies FeatureCollection;
}

function homes(district: District, colour: (station: string) => string): GeoJSON {
  const features = district.homes.map((home) => ({
    type: "Feature" as const,
    properties: { colour: colour(home.station) },
    geometry: { type: "Point" as const, coordinates: [home.longitude, home.latitude] },
  }));
  return { type: "FeatureCollection", features } satisfies FeatureCollection;
}
