/** The differences between a published and a rebuilt image: packages by version, or files by content. */
export interface Comparison {
  same: number;
  /** In both, and not the same. */
  changed: string[];
  /** In the published image alone. */
  missing: string[];
  /** In the rebuilt image alone. */
  added: string[];
}

export function compare(published: ReadonlyMap<string, string>, rebuilt: ReadonlyMap<string, string>): Comparison {
  const common = [...published].filter(([name]) => rebuilt.has(name));
  const changed = common.filter(([name, value]) => rebuilt.get(name) !== value).map(([name]) => name);
  return {
    same: common.length - changed.length,
    changed: changed.toSorted(),
    missing: [...published.keys()].filter((name) => !rebuilt.has(name)).toSorted(),
    added: [...rebuilt.keys()].filter((name) => !published.has(name)).toSorted(),
  };
}
