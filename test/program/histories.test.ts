import { test } from "vitest";
import { playDays } from "./histories.ts";

// One story each time, so that a change is judged by itself: it has kills, builds that vanish, late images and withdrawals.
// Others are played by npm run test:long, and on Pulumi's engine.
const seed = Number(process.env["SEED"] ?? 22_017_534);
const days = Number(process.env["DAYS"] ?? 20);

test(`${days} random days from seed ${seed} keep every invariant in a real tree`, () => playDays(seed, days, "small"));
