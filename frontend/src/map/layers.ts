/** The map's sources and layers, and the paint that changes with the theme. */
import type { AllPaintProperties, LayerSpecification, SourceSpecification } from "maplibre-gl";
import { FILL_TOKENS } from "./classes.ts";
import { type MapData, dotTable, landTable, lineTable, spotTable } from "./data.ts";

type Colour = (token: string) => string;

/** One colour of one layer. */
interface Paint {
  layer: string;
  name: keyof AllPaintProperties;
  value: unknown;
}

export function sourcesOf(data: MapData): Record<string, SourceSpecification> {
  return {
    land: { type: "geojson", data: landTable(data) },
    dots: { type: "geojson", data: dotTable(data) },
    lines: { type: "geojson", data: lineTable(data) },
    spots: { type: "geojson", data: spotTable(data) },
  };
}

/** From the bottom up: sea, land, its edges, dots, lines, circles. */
export function layersOf(colour: Colour): LayerSpecification[] {
  const plain = [
    { id: "sea", type: "background" },
    { id: "land", type: "fill", source: "land" },
    { id: "land-edge", type: "line", source: "land", paint: { "line-width": 0.6 } },
    { id: "dots", type: "circle", source: "dots", paint: { "circle-radius": 1.5, "circle-opacity": 0.5 } },
    {
      id: "lines",
      type: "line",
      source: "lines",
      layout: { "line-cap": "round" },
      paint: { "line-width": ["get", "width"], "line-opacity": 0.5 },
    },
    {
      id: "spots",
      type: "circle",
      source: "spots",
      layout: { "circle-sort-key": ["-", 0, ["get", "radius"]] }, // small ones on top
      paint: { "circle-radius": ["get", "radius"], "circle-stroke-width": ["case", ["get", "full"], 1, 2] },
    },
  ];
  for (const { layer, name, value } of paints(colour)) {
    const one = plain.find(({ id }) => id === layer) as { paint?: Record<string, unknown> };
    one.paint = { ...one.paint, [name]: value };
  }
  return plain as LayerSpecification[];
}

/** Everything that has a colour. `colour` gives a token's value in the present theme. */
export function paints(colour: Colour): Paint[] {
  const classes = FILL_TOKENS.flatMap((token) => [token, colour(token)]);
  const fill = ["coalesce", ["get", "fill"], ["match", ["get", "token"], ...classes, colour("--seq-0")]];
  return [
    { layer: "sea", name: "background-color", value: colour("--sheet") },
    { layer: "land", name: "fill-color", value: fill },
    { layer: "land-edge", name: "line-color", value: colour("--sheet") },
    { layer: "dots", name: "circle-color", value: colour("--ink-3") },
    { layer: "lines", name: "line-color", value: colour("--ink") },
    { layer: "spots", name: "circle-color", value: ["case", ["get", "full"], colour("--mark"), colour("--sheet")] },
    {
      layer: "spots",
      name: "circle-stroke-color",
      value: ["case", ["get", "full"], colour("--sheet"), colour("--mark")],
    },
  ];
}
