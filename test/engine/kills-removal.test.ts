import { describeKills, oneKillEach, stories } from "./kills.ts";

await describeKills(stories.withdrawal, oneKillEach);
await describeKills(stories.deletion, oneKillEach);
