import { combinations } from "./combinations.ts";
import { heavierOften } from "./exchange.ts";
import type { Combination, Matrix, Pair } from "./matrix.ts";
import { pairKey, pairKeys, pairsOf, type PairKey } from "./pairs.ts";

export interface Choice {
  vms: readonly Combination[];
  /** Allowed pairs that no VM has, the heaviest first. */
  left: readonly Pair[];
}

/**
 * Chooses `count` VMs of a matrix. It takes one combination after the other: the one whose pairs that no VM has yet weigh most. So few
 * VMs leave out the lightest pairs. Once every pair is covered, it begins again with the remaining combinations. The result is shorter
 * if limits or rules allow no more, and does not depend on the order of the matrix.
 */
export function choose(matrix: Matrix, count: number): Choice {
  const allowed = combinations(matrix);
  const pairs = pairsOf(matrix, allowed);
  const vms = heavierOften(matrix, cover(matrix, { allowed, pairs, count }));
  const covered = new Set(vms.flatMap(pairKeys));
  return { vms, left: pairs.filter((pair) => !covered.has(pairKey(pair))) };
}

interface Task {
  allowed: readonly Combination[];
  pairs: readonly Pair[];
  count: number;
}

function cover(matrix: Matrix, { allowed, pairs, count }: Task): Combination[] {
  const weights = new Map(pairs.map((pair) => [pairKey(pair), pair.weight]));
  const candidates = allowed.map((combination): Candidate => ({ combination, keys: pairKeys(combination) }));
  const chosen: Combination[] = [];
  let open = new Map(weights);
  while (chosen.length < count) {
    const free = candidates.filter(({ combination }) => isFree(matrix, chosen, combination));
    const best = heaviest(free, open, weights);
    if (best === undefined) break;
    chosen.push(best.combination);
    candidates.splice(candidates.indexOf(best), 1);
    for (const key of best.keys) open.delete(key);
    if (!free.some(({ keys }) => keys.some((key) => open.has(key)))) open = new Map(weights);
  }
  return chosen;
}

interface Candidate {
  combination: Combination;
  keys: readonly PairKey[];
}

/** The candidate whose uncovered pairs weigh most; among equals the one whose pairs all together weigh most, then the first. */
function heaviest(
  candidates: readonly Candidate[],
  open: ReadonlyMap<PairKey, number>,
  weights: ReadonlyMap<PairKey, number>,
): Candidate | undefined {
  let best: { candidate: Candidate; gain: number; weight: number } | undefined;
  for (const candidate of candidates) {
    const gain = sum(candidate.keys, open);
    if (best !== undefined && gain < best.gain) continue;
    const weight = sum(candidate.keys, weights);
    if (best === undefined || gain > best.gain || weight > best.weight) best = { candidate, gain, weight };
  }
  return best?.candidate;
}

const sum = (keys: readonly PairKey[], weights: ReadonlyMap<PairKey, number>): number =>
  keys.reduce((total, key) => total + (weights.get(key) ?? 0), 0);

/** Whether no value of the combination has reached its limit. */
const isFree = ({ dimensions }: Matrix, chosen: readonly Combination[], combination: Combination): boolean =>
  dimensions.every(({ name, values }) => {
    const most = values.find((value) => value.name === combination[name])?.most;
    return most === undefined || chosen.filter((each) => each[name] === combination[name]).length < most;
  });
