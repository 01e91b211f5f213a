import { z } from "zod";
import { parseJson } from "../../../../images/model/schema-problems.ts";
import type { BootTestsPage } from "./vm-page.ts";

const resultsSchema = z.object({
  kind: z.literal("TestResults"),
  families: z.array(
    z.object({
      member: z.string(),
      results: z.array(z.object({ version: z.string(), broke: z.array(z.string()) })),
    }),
  ),
});

/** The results of the newest image of each family of a channel. `text`: the channel's tests.json. */
export function bootTestsOf(channel: string, text: string): BootTestsPage {
  const { families } = parseJson(resultsSchema, text, {
    where: `${channel}/tests.json`,
    remedy: "publish the channel again: that writes the file",
  });
  return {
    channel,
    families: families.length,
    broke: families.flatMap(({ member, results: [newest] }) =>
      newest === undefined ? [] : newest.broke.map((finding) => `${member} ${newest.version}: ${finding}`),
    ),
  };
}
