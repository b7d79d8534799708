/** Draw one map with MapLibre: land, lines, circles, markers, and what follows a finger or a key. */
import { type AllPaintProperties, LngLatBounds, Map as GlMap, Marker, Popup, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { Walker, directionOf, nearest } from "../nearest.ts";
import { type MapData, type Place, placesOf } from "./data.ts";
import { layersOf, paints, sourcesOf } from "./layers.ts";

// Bundled, MapLibre can't find its worker by itself and would stay blank.
setWorkerUrl(workerUrl);

/** How far from a spot, in pixels, a press still means it. */
const REACH = 28;

/** Pixels kept free around what is shown. */
const EDGE = 20;

export function draw(element: HTMLElement, data: MapData): void {
  const box = document.createElement("div");
  box.className = "map-canvas";
  element.append(box);
  const words = element.dataset;
  const credits = addCredits(element, data.credits);
  const map = new GlMap({
    container: box,
    style: { version: 8, sources: sourcesOf(data), layers: layersOf(colours(element)) },
    bounds: new LngLatBounds(data.bounds),
    fitBoundsOptions: { padding: { top: EDGE, right: EDGE, left: EDGE, bottom: EDGE + credits } },
    attributionControl: false,
    keyboard: false, // arrows go from seat to seat here, as on the hexagon map
    cooperativeGestures: true, // one finger scrolls the page, two move the map
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 13,
    fadeDuration: 0,
    locale: {
      "CooperativeGesturesHandler.WindowsHelpText": words.zoomHelp ?? "",
      "CooperativeGesturesHandler.MacHelpText": words.zoomHelpMac ?? "",
      "CooperativeGesturesHandler.MobileHelpText": words.zoomHelpTouch ?? "",
    },
  });
  map.touchZoomRotate.disableRotation();
  map.on("error", ({ error }) => console.error(error));
  map.once("idle", () => {
    element.dataset.map = "idle";
  });
  element.querySelector(".map-words")?.remove();
  addMarkers(map, data, element);
  addButtons(map, element);
  followPicks(map, element, data);
  followTheme(map, element);
}

/** The style tokens as they are now, in this theme. */
function colours(element: HTMLElement): (token: string) => string {
  const style = getComputedStyle(element);
  return (token) => style.getPropertyValue(token).trim();
}

function followTheme(map: GlMap, element: HTMLElement): void {
  const repaint = (): void => {
    for (const { layer, name, value } of paints(colours(element))) {
      map.setPaintProperty(layer, name, value as AllPaintProperties[typeof name]);
    }
  };
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", repaint);
  }
}

/** Numbers and names need letters, and letters would need a font file: these are ordinary elements. */
function addMarkers(map: GlMap, data: MapData, element: HTMLElement): void {
  for (const spot of data.spots) {
    if (spot.label === undefined) continue;
    const state = spot.label ? "" : " map-spot-open";
    place(map, spot.at, `map-spot${state}`, spot.label, spot.name);
  }
  if (data.you) place(map, data.you, "map-you", "", element.dataset.you ?? "");
}

function place(map: GlMap, at: [number, number], name: string, label: string, text: string): void {
  const element = document.createElement("div");
  element.className = name;
  element.append(label);
  const words = document.createElement("span");
  words.className = "map-name";
  words.textContent = text;
  element.append(words);
  const marker = new Marker({ element }).setLngLat(at).addTo(map);
  // The marker gives itself the role of a button; here it is a drawing, and the keys know its name.
  marker.getElement().removeAttribute("tabindex");
  marker.getElement().setAttribute("aria-hidden", "true");
}

function addButtons(map: GlMap, element: HTMLElement): void {
  const group = document.createElement("div");
  group.className = "map-buttons";
  for (const [sign, name, press] of [
    ["+", element.dataset.zoomIn, () => map.zoomIn({ animate: false })],
    ["−", element.dataset.zoomOut, () => map.zoomOut({ animate: false })],
  ] as const) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", name ?? sign);
    button.addEventListener("click", press);
    group.append(button);
  }
  element.append(group);
}

/** Write the credits over the map's foot; the answer is their height, which the map keeps free. */
function addCredits(element: HTMLElement, credits: string): number {
  if (!credits) return 0;
  const line = document.createElement("p");
  line.className = "map-credits";
  line.textContent = credits;
  element.append(line);
  return line.offsetHeight;
}

/** One stop for Tab; arrows go from place to place, Enter opens, + and − zoom, Escape closes. */
function followPicks(map: GlMap, element: HTMLElement, data: MapData): void {
  const places = placesOf(data);
  const walker = new Walker();
  const onScreen = () => places.map((one) => map.project(one.at));
  const centre = () => map.project(map.getCenter());
  let picked = -1;
  let popup: Popup | null = null;
  const status = document.createElement("p");
  status.className = "hidden-text";
  status.setAttribute("role", "status");
  element.append(status);

  const pick = (index: number): void => {
    popup?.remove();
    picked = index;
    const one = places[index];
    if (!one) return;
    if (!map.getBounds().contains(one.at)) map.jumpTo({ center: one.at });
    status.textContent = [one.name, one.line].filter(Boolean).join(": ");
    popup = new Popup({ closeButton: false, focusAfterOpen: false, offset: 12, maxWidth: "16rem" })
      .setLngLat(one.at)
      .setDOMContent(wordsOf(one))
      .addTo(map);
  };

  map.getCanvas().tabIndex = -1;
  element.tabIndex = 0;
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", element.dataset.label ?? "");
  map.on("click", (event) => {
    walker.forget();
    const code = data.spots.length ? "" : areaAt(map, event.point);
    pick(code ? places.findIndex((one) => one.code === code) : nearest(onScreen(), event.point, REACH));
  });
  element.addEventListener("keydown", (event) => {
    if (event.target !== element || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = directionOf(event.key);
    const href = places[picked]?.href;
    if (direction) pick(picked < 0 ? nearest(onScreen(), centre()) : walker.step(onScreen(), picked, direction));
    else if (event.key === "Enter" && href) location.assign(href);
    else if (event.key === "+" || event.key === "=") map.zoomIn({ animate: false });
    else if (event.key === "-") map.zoomOut({ animate: false });
    else if (event.key === "Escape") pick(-1);
    else return;
    event.preventDefault();
  });
}

function areaAt(map: GlMap, point: { x: number; y: number }): string {
  const [area] = map.queryRenderedFeatures([point.x, point.y], { layers: ["land"] });
  return String(area?.properties.code ?? "");
}

/** A popup's words. The name leads to the place's page if it has one. */
function wordsOf(one: Place): HTMLElement {
  const box = document.createElement("div");
  const name = document.createElement(one.href ? "a" : "b");
  name.textContent = one.name;
  if (name instanceof HTMLAnchorElement) name.href = one.href;
  box.append(name);
  if (one.line) {
    const line = document.createElement("p");
    line.textContent = one.line;
    box.append(line);
  }
  return box;
}
