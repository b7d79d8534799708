/**
 * The true map: how far it is. Drawn from our own data only: no tiles, no fonts, nobody else's server.
 *
 *   <div class="map" data-map-url="/plans/3/map.json" data-map-kind="plan|finder|forecast" data-label="…">
 *     <p class="map-words">What stands here until the map is drawn, and stays where it can't be.</p>
 *   </div>
 *
 * `components/map.html` writes that element, with the words that a script can't translate. The
 * address answers with JSON, coordinates being WGS84 [longitude, latitude]; only `bounds` must be
 * there:
 *
 *   {
 *     "bounds":  [west, south, east, north],        what to show
 *     "land":    GeoJSON FeatureCollection | null,  areas; see below
 *     "land_url": address | null,                   instead of land: outlines that browsers may keep,
 *     "areas":   {code: properties, …},             and what each of them says here
 *     "dots":    [[lon, lat], …],                   stand in for the land where no outlines are loaded
 *     "lines":   [{"from": [lon, lat], "to": [lon, lat], "n": 12}, …],
 *     "spots":   [{"at": [lon, lat], "name": "Gower", "line": "71 of 150 placed", "n": 71,
 *                  "full": true, "href": "/seats/W07000046/", "label": "1"}, …],
 *     "you":     [lon, lat] | null,                 where the reader is
 *     "credits": "Contains OS data © Crown copyright"
 *   }
 *
 * land    properties: code, name, line, href, class (s0…s5, d1…d5, none, pick), fill (a party's
 *         colour, in place of a class), at ([lon, lat] where the arrow keys stand). All optional.
 * lines   n is how many people; the width grows with its square root.
 * spots   n grows the circle's area; full false makes it a ring; line is a sentence for the popup.
 *         With a label ("1", or "" for a ring without a number) the spot is a large marker with its
 *         name beside it. Spots can be picked; if there are none, named areas can.
 *
 * The element's `data-map` says how far it is: `waiting` (not yet near the screen), `loading`,
 * `idle` (drawn), `none` (this browser has no WebGL), `failed` (the data didn't come or are wrong).
 */
import type { FeatureCollection } from "geojson";
import { type LandElsewhere, type MapData, read, saidOf } from "./map/data.ts";

/** MapLibre is large: it is fetched when the map is this near to the screen. */
const NEAR = "800px";

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      void show(target as HTMLElement);
    }
  },
  { rootMargin: NEAR },
);

function bindMaps(part: ParentNode): void {
  for (const element of part.querySelectorAll<HTMLElement>("[data-map-url]:not([data-map])")) {
    element.dataset.map = "waiting";
    watcher.observe(element);
  }
}

async function show(element: HTMLElement): Promise<void> {
  if (!document.createElement("canvas").getContext("webgl2")) return giveUp(element, "none");
  element.dataset.map = "loading";
  try {
    const [{ draw }, answer] = await Promise.all([import("./map/drawing.ts"), fetch(element.dataset.mapUrl!)]);
    if (!answer.ok) throw new Error(`The map's data answered ${answer.status}.`);
    draw(element, read(await withLand(await answer.json())));
  } catch (error) {
    giveUp(element, "failed");
    console.error(error);
  }
}

/** Outlines are megabytes that never change: they come from an address that browsers keep. */
async function withLand(sent: Partial<MapData> & LandElsewhere): Promise<unknown> {
  if (!sent.land_url) return sent;
  const answer = await fetch(sent.land_url);
  if (!answer.ok) throw new Error(`The outlines answered ${answer.status}.`);
  return { ...sent, land: saidOf((await answer.json()) as FeatureCollection, sent.areas ?? {}) };
}

/** Say why there is no map, in the words the template brought. */
function giveUp(element: HTMLElement, state: "none" | "failed"): void {
  element.dataset.map = state;
  const words = element.querySelector(".map-words");
  if (words && element.dataset[state]) words.textContent = element.dataset[state];
}

bindMaps(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element) bindMaps(event.target);
});
