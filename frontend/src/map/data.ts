/** What the server sends for a map, and the tables that MapLibre draws from. No page, no network here. */
import type { Feature, FeatureCollection, LineString, Point } from "geojson";
import { tokenOf } from "./classes.ts";

export type LonLat = [lon: number, lat: number];

export interface Spot {
  at: LonLat;
  name: string;
  /** A sentence under the name: “71 of 150 placed”. */
  line?: string;
  /** Grows the circle: its area stands for n. */
  n?: number;
  /** Filled when true, a ring when false. */
  full?: boolean;
  /** A short word inside a large marker: “1”. Its name is then written beside it. */
  label?: string;
  href?: string;
}

export interface Line {
  from: LonLat;
  to: LonLat;
  n?: number;
}

/** What each feature of `land` may say about itself. All are optional. */
export interface Area {
  code?: string;
  name?: string;
  line?: string;
  href?: string;
  /** s0…s5, d1…d5 or none, as on the hexagon map; or `pick` for a seat of interest. */
  class?: string;
  /** A colour from data (a party's), instead of a class. */
  fill?: string;
  /** Where the arrow keys stand for this area; else the middle of its bounds. */
  at?: LonLat;
}

export interface MapData {
  bounds: [west: number, south: number, east: number, north: number];
  land: FeatureCollection | null;
  dots: LonLat[];
  lines: Line[];
  spots: Spot[];
  you: LonLat | null;
  credits: string;
}

/** A thing with a name that can be picked with a finger or the arrow keys. */
export interface Place {
  at: LonLat;
  name: string;
  line: string;
  href: string;
  code: string;
}

/** What may come instead of `land`: outlines under an address of their own, and what to say of each. */
export interface LandElsewhere {
  land_url?: string | null;
  areas?: Record<string, Area>;
}

/** The outlines with what the map's data say of each area, by its code. */
export function saidOf(outlines: FeatureCollection, areas: Record<string, Area>): FeatureCollection {
  return collection(
    outlines.features.map((feature) => ({
      ...feature,
      properties: { ...feature.properties, ...areas[String(feature.properties?.code)] },
    })),
  );
}

/** Check what came and fill in what was left out. Throws a TypeError in words if it can't be drawn. */
export function read(json: unknown): MapData {
  const sent = (json ?? {}) as Partial<MapData>;
  const bounds = sent.bounds;
  if (!Array.isArray(bounds) || bounds.length !== 4 || !bounds.every(Number.isFinite)) {
    throw new TypeError(`A map's "bounds" are four numbers, not ${JSON.stringify(bounds)}.`);
  }
  return {
    bounds,
    land: sent.land ?? null,
    dots: sent.dots ?? [],
    lines: sent.lines ?? [],
    spots: sent.spots ?? [],
    you: sent.you ?? null,
    credits: sent.credits ?? "",
  };
}

/** The land with the token of its fill written into each feature. */
export function landTable(data: MapData): FeatureCollection {
  return collection(
    (data.land?.features ?? []).map((feature) => ({
      ...feature,
      properties: { ...feature.properties, token: tokenOf(feature.properties?.class) },
    })),
  );
}

export function dotTable(data: MapData): FeatureCollection<Point> {
  return collection(data.dots.map((at) => point(at, {})));
}

/** Widths from 0.8 to 3 pixels; the square root, so that twice the people is not twice the ink. */
export function lineTable(data: MapData): FeatureCollection<LineString> {
  const most = Math.max(1, ...data.lines.map((line) => line.n ?? 1));
  return collection(
    data.lines.map(({ from, to, n = 1 }) => ({
      type: "Feature",
      geometry: { type: "LineString", coordinates: [from, to] },
      properties: { width: 0.8 + 2.2 * Math.sqrt(n / most) },
    })),
  );
}

/** The spots that are circles; those with a label are drawn as markers with words. */
export function spotTable(data: MapData): FeatureCollection<Point> {
  const plain = data.spots.filter((spot) => spot.label === undefined);
  const most = Math.max(1, ...plain.map((spot) => spot.n ?? 0));
  return collection(
    plain.map((spot) => point(spot.at, { radius: radiusOf(spot.n, most), full: spot.full ?? true })),
  );
}

/** A circle's radius in pixels, 3 to 10: its area grows with n. */
export function radiusOf(n: number | undefined, most: number): number {
  return 3 + 7 * Math.sqrt(Math.max(0, n ?? 0) / most);
}

/** Everything that can be picked: the spots, or the named areas if there are no spots. */
export function placesOf(data: MapData): Place[] {
  if (data.spots.length) {
    return data.spots.map(({ at, name, line = "", href = "" }) => ({ at, name, line, href, code: "" }));
  }
  return (data.land?.features ?? []).flatMap((feature) => {
    const { code = "", name = "", line = "", href = "", at } = (feature.properties ?? {}) as Area;
    return name ? [{ at: at ?? middleOf(feature), name, line, href, code }] : [];
  });
}

/** The middle of a feature's bounds. */
export function middleOf(feature: Feature): LonLat {
  const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  const visit = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [lon, lat] = part as unknown[];
    if (typeof lon !== "number" || typeof lat !== "number") return part.forEach(visit);
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  };
  if ("coordinates" in feature.geometry) visit(feature.geometry.coordinates);
  return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

function point(at: LonLat, properties: Record<string, unknown>): Feature<Point> {
  return { type: "Feature", geometry: { type: "Point", coordinates: at }, properties };
}

function collection<T extends Feature>(features: T[]): { type: "FeatureCollection"; features: T[] } {
  return { type: "FeatureCollection", features };
}
