import { describe, expect, test } from "vitest";
import { type Direction, type Point, Walker, directionOf, nearest, neighbour } from "../src/nearest.ts";

/** Pointy hexagons of width 1: odd rows lie half a step to the right, rows 0.866 apart. */
function hexagons(rows: string[]): { points: Point[]; at: (row: number, column: number) => number } {
  const points: Point[] = [];
  const index = new Map<string, number>();
  rows.forEach((row, r) =>
    [...row].forEach((cell, c) => {
      if (cell === " ") return;
      index.set(`${r},${c}`, points.length);
      points.push({ x: c + (r % 2) / 2, y: r * 0.866 });
    }),
  );
  return { points, at: (row, column) => index.get(`${row},${column}`)! };
}

const block = hexagons(["ooooo", "ooooo", "ooooo", "ooooo", "ooooo"]);

describe("nearest", () => {
  test("a tap inside a hexagon takes that hexagon", () => {
    expect(nearest(block.points, { x: 2.3, y: 1.8 })).toBe(block.at(2, 2));
  });

  test("a tap beside the map takes the seat at its edge", () => {
    expect(nearest(block.points, { x: -0.9, y: 0.1 }, 1)).toBe(block.at(0, 0));
  });

  test("a tap out of reach takes none", () => {
    expect(nearest(block.points, { x: -5, y: 0 }, 1)).toBe(-1);
  });

  test("no seats, no answer", () => {
    expect(nearest([], { x: 0, y: 0 })).toBe(-1);
  });
});

describe("neighbour", () => {
  test("left and right stay in the row", () => {
    expect(neighbour(block.points, block.at(2, 2), "left")).toBe(block.at(2, 1));
    expect(neighbour(block.points, block.at(2, 2), "right")).toBe(block.at(2, 3));
  });

  test("up and down go to the next row, never past it", () => {
    expect([block.at(1, 1), block.at(1, 2)]).toContain(neighbour(block.points, block.at(2, 2), "up"));
    expect([block.at(3, 1), block.at(3, 2)]).toContain(neighbour(block.points, block.at(2, 2), "down"));
  });

  test("at the edge nothing moves", () => {
    expect(neighbour(block.points, block.at(0, 0), "up")).toBe(block.at(0, 0));
    expect(neighbour(block.points, block.at(0, 4), "right")).toBe(block.at(1, 4));
  });

  test("water is crossed to the next land", () => {
    const islands = hexagons(["oo   oo"]);
    expect(neighbour(islands.points, islands.at(0, 1), "right")).toBe(islands.at(0, 5));
  });

  test("every seat of a ragged map can be reached from the first", () => {
    const ragged = hexagons(["   o    ", "  oo   o", " oooo   ", "o oooo  ", "  ooooo ", "o  ooo  ", "    o   "]);
    const reached = new Set([0]);
    for (const seat of reached) {
      for (const direction of ["left", "right", "up", "down"] as Direction[]) {
        reached.add(neighbour(ragged.points, seat, direction));
      }
    }
    expect(reached.size).toBe(ragged.points.length);
  });
});

describe("a walk", () => {
  test("four steps down and four up end where they began", () => {
    const walker = new Walker();
    let seat = block.at(0, 2);
    for (let n = 0; n < 4; n++) seat = walker.step(block.points, seat, "down");
    expect(seat).toBe(block.at(4, 2));
    for (let n = 0; n < 4; n++) seat = walker.step(block.points, seat, "up");
    expect(seat).toBe(block.at(0, 2));
  });

  test("turning starts a new line", () => {
    const walker = new Walker();
    const below = walker.step(block.points, block.at(0, 0), "down");
    const beside = walker.step(block.points, below, "right");
    expect(block.points[beside]!.y).toBe(block.points[below]!.y);
    expect(block.points[walker.step(block.points, beside, "down")]!.x).toBeGreaterThan(0.9);
  });
});

test("only arrow keys have a direction", () => {
  expect(directionOf("ArrowLeft")).toBe("left");
  expect(directionOf("Left")).toBeNull();
  expect(directionOf("ArrowHome")).toBeNull();
});
