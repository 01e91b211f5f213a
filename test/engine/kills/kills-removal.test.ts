import { approved, describeKills, stories } from "./kills.ts";

await describeKills(stories.withdrawal, []);

// the provider ends what it does for a dead engine: files are in quarantine, and no record says so yet
await describeKills(approved(stories.withdrawal), [
  { kind: "Latest", operation: "update", moment: 2, victim: "engine" },
]);

await describeKills(stories.deletion, [
  { kind: "ImageFiles", operation: "delete", moment: "before", victim: "command" },
  { kind: "ImageFiles", operation: "delete", moment: 2, victim: "command" },
  { kind: "Version", operation: "delete", moment: "after", victim: "engine" },
]);
