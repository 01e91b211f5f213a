import { expect } from "vitest";
import { drive } from "./drive.ts";
import { randomHistory } from "./history.ts";
import { ModelWorld } from "./model-world.ts";

/** Plays random histories in memory, and expects that every invariant holds after every run. */
export async function playInMemory(firstSeed: number, histories: number): Promise<void> {
  for (let seed = firstSeed; seed < firstSeed + histories; seed++) {
    const history = randomHistory(seed);
    expect(await drive(history, new ModelWorld(history)), `again with SEED=${seed} HISTORIES=1`).toEqual([]);
  }
}
