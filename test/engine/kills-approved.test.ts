import { approved, describeKills, stories, type Kill } from "./kills.ts";

/** What cannot be undone: before and after the tombstones, and between two files. `npm run test:long` has all of them. */
const kills: Kill[] = [
  { kind: "Index", operation: "update", moment: "before", victim: "host" },
  { kind: "Index", operation: "update", moment: "after", victim: "plugin" },
  { kind: "ImageFiles", operation: "delete", moment: 2, victim: "engine" },
];

await describeKills(approved(stories.deletion), () => kills);
