/** Which place a finger or an arrow key means. Plain geometry: y grows downwards, as on a screen. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Direction = "left" | "right" | "up" | "down";

const STEPS: Record<Direction, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

/** The direction an arrow key stands for, or null for any other key. */
export function directionOf(key: string): Direction | null {
  const name = key.replace("Arrow", "").toLowerCase();
  return key.startsWith("Arrow") && Object.hasOwn(STEPS, name) ? (name as Direction) : null;
}

/** The index of the point nearest to `to`, or -1 if none lies within `reach`. */
export function nearest(points: readonly Point[], to: Point, reach = Infinity): number {
  let best = -1;
  let shortest = reach;
  points.forEach((point, index) => {
    const distance = Math.hypot(point.x - to.x, point.y - to.y);
    if (distance <= shortest && (best < 0 || distance < shortest)) {
      best = index;
      shortest = distance;
    }
  });
  return best;
}

/**
 * The index of the point one step from `from` in a direction; `from` itself at the edge.
 *
 * Only points less than about 63 degrees off the direction count, so that "up" never means "sideways".
 * Of those the one wins that is least far along plus least far off the line through `aim`. A caller
 * that keeps `aim` while one key is pressed again and again stays in its column, although every
 * other row of a hexagon grid is half a step out.
 */
export function neighbour(
  points: readonly Point[],
  from: number,
  direction: Direction,
  aim: Point | undefined = points[from],
): number {
  const start = points[from];
  if (!start || !aim) return from;
  const step = STEPS[direction];
  let best = from;
  let least = Infinity;
  points.forEach((point, index) => {
    const along = (point.x - start.x) * step.x + (point.y - start.y) * step.y;
    const aside = Math.abs((point.x - start.x) * step.y + (point.y - start.y) * step.x);
    if (along < 1e-6 || aside > 2 * along) return;
    const offAim = Math.abs((point.x - aim.x) * step.y + (point.y - aim.y) * step.x);
    if (along + offAim < least - 1e-6) {
      best = index;
      least = along + offAim;
    }
  });
  return best;
}

/** Remembers the line that repeated presses of one arrow key follow. */
export class Walker {
  private along: "row" | "column" | null = null;
  private aim: Point | undefined;

  /** The index reached from `from`; the same as `neighbour`, but keeping its row or column. */
  step(points: readonly Point[], from: number, direction: Direction): number {
    const along = direction === "left" || direction === "right" ? "row" : "column";
    if (along !== this.along || !this.aim) {
      this.along = along;
      this.aim = points[from];
    }
    return neighbour(points, from, direction, this.aim);
  }

  /** Forget the line: the next step starts a new one. */
  forget(): void {
    this.along = null;
  }
}
