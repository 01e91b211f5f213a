import { z } from "zod";
import { eventKinds } from "../../../images/announcements/events.ts";
import { httpUrl, text } from "../../../images/config/values.ts";

/** The key `announce`: how people are told. */

const words = z.array(text, "a list of words").min(1, "at least the name of a program");

const mail = z.strictObject({
  from: text.describe("The sender."),
  to: text.describe("A mailing list's address."),
  command: words
    .default(["/usr/sbin/sendmail", "-t", "-i"])
    .describe("Gets the whole message, with its headers, on its standard input."),
});

const gitlab = z.strictObject({
  url: httpUrl.describe("The GitLab, as https://salsa.debian.org."),
  project: text.describe(
    "Its path there: a release of it is made, named after the version. Token: CLOUD_IMAGES_RELEASE_TOKEN or CI_JOB_TOKEN.",
  ),
  ref: text.default("master").describe("The branch on which the release's tag is made."),
});

const events = z
  .array(z.enum(eventKinds), "a list of published, withdrawn and digest")
  .min(1, "at least one of published, withdrawn and digest")
  .describe("The announced events: a version, a withdrawal, the changes of a month.");

const way = z.union(
  [
    z.strictObject({ events: events.default([...eventKinds]), mail: mail.describe("By a mail to a list.") }),
    z.strictObject({
      events: events.default(["published", "withdrawn"]),
      gitlab: gitlab.describe("By a release of a GitLab project."),
    }),
    z.strictObject({
      events: events.default([...eventKinds]),
      command: words.describe(
        "Gets the text on its standard input, and CLOUD_IMAGES_EVENT, CLOUD_IMAGES_SUBJECT and CLOUD_IMAGES_STACK.",
      ),
      format: z.enum(["text", "markdown"]).default("text").describe("The form of the text."),
      repeatable: z
        .boolean()
        .default(false)
        .describe("true: it may get the same event twice, and so is run again after a kill."),
    }),
  ],
  "one of mail, gitlab and command",
);

const name = z.string("a name").regex(/^[a-z][a-z0-9-]*$/, "a name of lower-case letters, digits and dashes");

export const announceSchema = z.record(name, way);

export type Way = z.output<typeof way>;
