import { approved, describeKills, stories } from "./kills.ts";

// what cannot be undone: before and after the tombstones, and between two files
await describeKills(approved(stories.deletion), [
  { kind: "Index", operation: "update", moment: "before", victim: "host" },
  { kind: "Index", operation: "update", moment: "after", victim: "plugin" },
  { kind: "ImageFiles", operation: "delete", moment: 2, victim: "engine" },
]);
