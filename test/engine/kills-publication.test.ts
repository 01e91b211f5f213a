import { describeKills, oneKillEach, stories } from "./kills.ts";

await describeKills(stories.secondSet, oneKillEach);

// what else a first set does, a second does too
await describeKills(stories.firstSet, (deeds) =>
  oneKillEach(deeds.filter(({ kind }) => kind === "Latest" || kind === "Index")),
);
