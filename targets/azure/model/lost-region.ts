/** The reason for a region that the subscription does not have, or no longer has. */
export const withoutRegion = (subscription: string, region: string): string =>
  `the subscription ${subscription} has no region ${region}`;

/** The result of an image in such a region: nothing waits for it. */
export const lostResult = (subscription: string, region: string): string =>
  `broken: ${withoutRegion(subscription, region)}`;

export const isLostResult = (state: string): boolean => /^broken: the subscription \S+ has no region \S+$/.test(state);
