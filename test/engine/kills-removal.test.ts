import { describeKills, stories } from "./kills.ts";

await describeKills(stories.withdrawal, []);

await describeKills(stories.deletion, [
  { kind: "ImageFiles", operation: "delete", moment: "before", victim: "command" },
  { kind: "ImageFiles", operation: "delete", moment: 2, victim: "command" },
  { kind: "Version", operation: "delete", moment: "after", victim: "engine" },
]);
