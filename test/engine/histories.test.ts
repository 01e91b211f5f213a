import { test } from "vitest";
import { playDays } from "./histories.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const days = Number(process.env["DAYS"] ?? 24);

test(`${days} random days from seed ${seed} keep every invariant in a real tree`, { timeout: 1_800_000 }, () =>
  playDays(seed, days),
);
