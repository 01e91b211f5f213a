/** A setting of an account's region. AWS goes by the old one for up to ten minutes after a change (clouds.md §1.4), here for some calls. */
interface LateSetting {
  state: string;
  before: string;
  /** So many further calls that depend on it find the old one. */
  late: number;
}

export const settled = (state: string): LateSetting => ({ state, before: state, late: 0 });

export const changed = ({ state: before }: LateSetting, state: string, late: number): LateSetting => ({
  state,
  before,
  late,
});

/** What a call finds. */
export function found(setting: LateSetting): string {
  if (setting.late === 0) return setting.state;
  setting.late -= 1;
  return setting.before;
}
