/**
 * Make the server's hexagon map answer to fingers and arrow keys.
 *
 *   <div class="cartogram" data-cartogram data-open="/seats/CODE/" data-pick="W07000046">
 *     <svg …>… <use href="#h" x="4.4" y="22.8" data-code="W07000046"><title>Gower: 45 in 100</title></use> …</svg>
 *     <p class="cartogram-line" data-cartogram-line>What to do, until a seat is picked.</p>
 *   </div>
 *
 * A group around seats may move them.
 *
 * Without a script it is a picture with its table beside it. With one, the map is a single stop for
 * Tab: arrows go from seat to seat, a tap takes the nearest seat (a hexagon is smaller than a
 * finger), Enter opens it. The picked seat is ringed, named in the line below, and its table row
 * (`data-row="CODE"`) is marked. CODE in `data-open` stands for the seat's code; without
 * `data-open` nothing can be opened. `data-pick` names a seat to start from.
 */
import { type Point, Walker, directionOf, nearest } from "./nearest.ts";

/** How far from a seat's middle, in widths of a hexagon, a tap still means that seat. */
const REACH = 1.6;

interface Seat extends Point {
  readonly code: string;
  readonly words: string;
  readonly shape: SVGUseElement;
}

export function bindCartograms(part: ParentNode): void {
  for (const root of part.querySelectorAll<HTMLElement>("[data-cartogram]:not([data-bound])")) {
    const svg = root.querySelector("svg");
    const seats = svg ? seatsOf(svg) : [];
    if (!svg || !seats.length) continue;
    root.dataset.bound = "";
    bind(root, svg, seats);
  }
}

function seatsOf(svg: SVGSVGElement): Seat[] {
  return [...svg.querySelectorAll<SVGUseElement>("use[data-code]")].map((shape) => ({
    code: shape.dataset.code ?? "",
    words: shape.querySelector("title")?.textContent?.trim() ?? "",
    shape,
    ...middleOf(shape),
  }));
}

/** Where a seat lies in the picture: its own place, moved as its groups are. Needs no layout. */
function middleOf(shape: SVGUseElement): Point {
  let middle = new DOMPoint(shape.x.baseVal.value, shape.y.baseVal.value);
  for (let group = shape.parentElement; group instanceof SVGGElement; group = group.parentElement) {
    const move = group.transform.baseVal.consolidate();
    if (move) middle = middle.matrixTransform(move.matrix);
  }
  return { x: middle.x, y: middle.y };
}

function bind(root: HTMLElement, svg: SVGSVGElement, seats: Seat[]): void {
  const walker = new Walker();
  let picked = seats.findIndex((seat) => seat.code === root.dataset.pick);

  const pick = (index: number): void => {
    const seat = seats[index];
    if (!seat) return;
    picked = index;
    ring(svg, seat);
    say(root, seat);
    markRow(seat);
  };

  root.tabIndex = 0;
  root.setAttribute("role", "application");
  root.setAttribute("aria-label", svg.querySelector("title")?.textContent ?? svg.getAttribute("aria-label") ?? "");
  root.querySelector("[data-cartogram-line]")?.setAttribute("role", "status");

  svg.addEventListener("click", (event) => {
    walker.forget();
    pick(nearest(seats, pointIn(svg, event), REACH));
  });
  root.addEventListener("keydown", (event) => {
    if (event.target !== root || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = directionOf(event.key);
    const seat = seats[picked];
    if (direction) pick(seat ? walker.step(seats, picked, direction) : nearest(seats, centreOf(svg)));
    else if (event.key === "Enter" && seat && root.dataset.open) location.assign(addressOf(root, seat));
    else return;
    event.preventDefault();
  });
  if (seats[picked]) pick(picked);
}

/** A press on the screen, in the map's own units. */
function pointIn(svg: SVGSVGElement, event: MouseEvent): Point {
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
}

function centreOf(svg: SVGSVGElement): Point {
  const box = svg.viewBox.baseVal;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Draw the ring over everything else, in place of any that is there, with its name and line. */
function ring(svg: SVGSVGElement, seat: Seat): void {
  for (const old of svg.querySelectorAll(".hex-pick, .map-lead, .map-lead + .map-label")) old.remove();
  const copy = seat.shape.cloneNode(false) as SVGUseElement;
  for (const name of ["id", "data-code", "fill"]) copy.removeAttribute(name);
  copy.setAttribute("class", "hex-pick");
  copy.setAttribute("x", String(seat.x));
  copy.setAttribute("y", String(seat.y));
  svg.append(copy);
}

function say(root: HTMLElement, seat: Seat): void {
  const line = root.querySelector<HTMLElement>("[data-cartogram-line]");
  if (!line) return;
  if (!root.dataset.open) return line.replaceChildren(seat.words);
  const link = document.createElement("a");
  link.href = addressOf(root, seat);
  link.textContent = seat.words;
  line.replaceChildren(link);
}

function addressOf(root: HTMLElement, seat: Seat): string {
  return (root.dataset.open ?? "").replace("CODE", encodeURIComponent(seat.code));
}

function markRow(seat: Seat): void {
  for (const row of document.querySelectorAll("[data-row].is-picked")) row.classList.remove("is-picked");
  document.querySelector(`[data-row="${CSS.escape(seat.code)}"]`)?.classList.add("is-picked");
}
