/**
 * Does the work for every item, so many at a time; answers in the items' order. After a failure nothing more is begun, and it is
 * thrown once what was under way has ended: the caller may close what the work uses.
 */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const entries = items.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    try {
      for (const [index, item] of entries) {
        if (failed) return;
        results.set(index, await work(item));
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  await whenEnded(Array.from({ length: Math.min(limit, items.length) }, worker));
  return [...results].toSorted(([a], [b]) => a - b).map(([, result]) => result);
}

/** As Promise.all; but what was begun has ended also when it throws. */
export async function whenEnded<Result>(begun: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(begun);
  return Promise.all(begun);
}
