/** The classes of the maps' colour scales and the style tokens that colour them. */

const TOKENS = new Map<unknown, string>([
  ["s0", "--seq-0"],
  ["s1", "--seq-1"],
  ["s2", "--seq-2"],
  ["s3", "--seq-3"],
  ["s4", "--seq-4"],
  ["s5", "--seq-5"],
  ["d1", "--div-1"],
  ["d2", "--div-2"],
  ["d3", "--div-3"],
  ["d4", "--div-4"],
  ["d5", "--div-5"],
  ["none", "--sheet"],
  ["pick", "--seq-2"],
]);

/** The token that fills a class; land that says nothing is plain land. */
export function tokenOf(name: unknown): string {
  return TOKENS.get(name) ?? "--seq-0";
}

/** Every token that an area may be filled with, once. */
export const FILL_TOKENS = [...new Set(TOKENS.values())];
