import { expect, test } from "vitest";
import { reportHtml } from "./formats/html.ts";
import { reportMarkdown } from "./formats/markdown.ts";
import { reportOf } from "./report.ts";
import { stories } from "../../test/samples/report/stories.ts";
import { reportText } from "./formats/text.ts";

/** Written anew by `npx vitest run --project unit images/report/golden --update`: a change of them is to be read, as people read them. */
test.each(Object.entries(stories))("the report of %s reads as it did", async (name, story) => {
  const report = reportOf(story());
  await expect(`${reportText(report).join("\n")}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
  await expect(reportMarkdown(report)).toMatchFileSnapshot(`golden/${name}.md`);
  await expect(reportHtml(report)).toMatchFileSnapshot(`golden/${name}.html`);
});
