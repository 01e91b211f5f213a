import { test } from "vitest";
import { playDays } from "../engine/histories.ts";

const first = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const seeds = Array.from({ length: 8 }, (_, index) => first + 1000 * index);

test.each(seeds)("a whole random history from seed %i keeps every invariant in a real tree", (seed) =>
  playDays(seed, Infinity),
);
