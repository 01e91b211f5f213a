import { describeKills, stories } from "./kills.ts";

// each operation before, during and after it, and each victim once with each
await describeKills(stories.secondSet, [
  { kind: "ImageFiles", operation: "create", moment: "before", victim: "host" },
  { kind: "ImageFiles", operation: "create", moment: 12, victim: "engine" },
  { kind: "Version", operation: "create", moment: "after", victim: "plugin" },
  { kind: "Latest", operation: "update", moment: "before", victim: "plugin" },
  { kind: "Latest", operation: "update", moment: 2, victim: "host" },
  { kind: "Index", operation: "update", moment: "after", victim: "engine" },
]);

// what else a first set does, a second does too
await describeKills(stories.firstSet, [], ["Latest", "Index"]);
