import type { Feature } from "geojson";
import { describe, expect, test } from "vitest";
import { FILL_TOKENS, tokenOf } from "../src/map/classes.ts";
import { landTable, lineTable, middleOf, placesOf, radiusOf, read, saidOf, spotTable } from "../src/map/data.ts";

const BOUNDS = [-8, 49, 2, 61];

function square(properties: Record<string, unknown>): Feature {
  const ring = [[0, 50], [2, 50], [2, 54], [0, 54], [0, 50]];
  return { type: "Feature", geometry: { type: "MultiPolygon", coordinates: [[ring]] }, properties };
}

describe("what the server sends", () => {
  test("only the bounds must be there", () => {
    expect(read({ bounds: BOUNDS })).toEqual({
      bounds: BOUNDS, land: null, dots: [], lines: [], spots: [], you: null, credits: "",
    });
  });

  test.each([null, {}, { bounds: [1, 2, 3] }, { bounds: [1, 2, 3, null] }, { bounds: "1,2,3,4" }])(
    "without four bounds it is refused in words: %j",
    (sent) => expect(() => read(sent)).toThrow(/four numbers/),
  );
});

describe("outlines from an address of their own", () => {
  const outlines = { type: "FeatureCollection" as const, features: [square({ code: "A1", name: "Ashby" }), square({ code: "B2" })] };

  test("each area is told what the map says of it", () => {
    const [first, second] = saidOf(outlines, { A1: { class: "s3" } }).features;
    expect(first!.properties).toEqual({ code: "A1", name: "Ashby", class: "s3" });
    expect(second!.properties).toEqual({ code: "B2" });
  });

  test("the outlines themselves stay as they came", () => {
    saidOf(outlines, { A1: { class: "s3" } });
    expect(outlines.features[0]!.properties).toEqual({ code: "A1", name: "Ashby" });
  });
});

describe("classes", () => {
  test("a class has the token of its colour", () => {
    expect(tokenOf("s3")).toBe("--seq-3");
    expect(tokenOf("d1")).toBe("--div-1");
    expect(tokenOf("none")).toBe("--sheet");
  });

  test.each([undefined, null, "", "s9", "constructor", 3])("%j is plain land", (name) => {
    expect(tokenOf(name)).toBe("--seq-0");
  });

  test("every class has a colour on the palette", () => {
    for (const name of ["s0", "s5", "d5", "none", "pick"]) expect(FILL_TOKENS).toContain(tokenOf(name));
  });

  test("land keeps what it says and gets its token", () => {
    const land = { type: "FeatureCollection", features: [square({ name: "Gower", class: "s5" })] };
    const table = landTable(read({ bounds: BOUNDS, land }));
    expect(table.features[0]!.properties).toEqual({ name: "Gower", class: "s5", token: "--seq-5" });
  });
});

describe("sizes", () => {
  test("four times the people is twice the growth of the circle", () => {
    expect(radiusOf(0, 100)).toBe(3);
    expect(radiusOf(25, 100)).toBe(6.5);
    expect(radiusOf(100, 100)).toBe(10);
    expect(radiusOf(undefined, 100)).toBe(3);
  });

  test("the busiest line is 3 pixels wide", () => {
    const lines = [{ from: [0, 50], to: [1, 51], n: 9 }, { from: [0, 50], to: [1, 52], n: 1 }];
    const widths = lineTable(read({ bounds: BOUNDS, lines })).features.map((f) => f.properties!.width);
    expect(widths[0]).toBeCloseTo(3);
    expect(widths[1]).toBeCloseTo(0.8 + 2.2 / 3);
  });

  test("spots with a label are markers, not circles", () => {
    const spots = [{ at: [0, 50], name: "Gower", n: 4 }, { at: [1, 51], name: "Delyn", label: "1" }];
    expect(spotTable(read({ bounds: BOUNDS, spots })).features).toHaveLength(1);
  });
});

describe("what can be picked", () => {
  test("the spots, if there are any", () => {
    const land = { type: "FeatureCollection", features: [square({ name: "Wales" })] };
    const spots = [{ at: [-4, 51.6], name: "Gower", line: "71 of 150 placed", href: "/gower" }];
    expect(placesOf(read({ bounds: BOUNDS, land, spots }))).toEqual([
      { at: [-4, 51.6], name: "Gower", line: "71 of 150 placed", href: "/gower", code: "" },
    ]);
  });

  test("else the named areas, each at its middle unless it says where", () => {
    const features = [square({ name: "A", code: "a" }), square({ name: "B", at: [1, 51] }), square({})];
    const places = placesOf(read({ bounds: BOUNDS, land: { type: "FeatureCollection", features } }));
    expect(places.map(({ name, at }) => [name, at])).toEqual([["A", [1, 52]], ["B", [1, 51]]]);
  });

  test("the middle of an area is the middle of its bounds", () => {
    expect(middleOf(square({}))).toEqual([1, 52]);
  });
});
