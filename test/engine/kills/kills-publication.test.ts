import { describeKills, stories } from "./kills.ts";

// a kill before, during and after each operation; each process of `npm run up`, and of `pulumi up` alone, dies in some
await describeKills(stories.secondSet, [
  { kind: "ImageFiles", operation: "create", moment: "before", victim: "command" },
  { kind: "ImageFiles", operation: "create", moment: 12, victim: "engine" },
  { kind: "Version", operation: "create", moment: "after", victim: "plugin" },
  { kind: "Latest", operation: "update", moment: "before", victim: "host" },
  { kind: "Latest", operation: "update", moment: 2, victim: "command" },
  { kind: "Index", operation: "update", moment: "after", victim: "engine" },
]);

// all other operations of a first set are those of a second one
await describeKills(stories.firstSet, [], ["Latest", "Index"]);
