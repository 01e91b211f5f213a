import { expect, test } from "vitest";
import { main as preview } from "../preview.ts";
import { main as up } from "../up.ts";

test.each([
  ["up", up, ["--plan", "plan.json"], "--plan plan.json"],
  ["preview", preview, ["--save-plan", "plan.json"], "--save-plan"],
  ["preview", preview, ["--markdown", "a.md", "--html", "a.html"], "--markdown, --html"],
])(
  "%s of a stack that publishes nothing refuses a file that nobody would read or write: %#",
  async (_, main, args, said) => {
    await expect(main(["--stack", "testing", ...args])).rejects.toThrow(
      `${said}: expected to be left out: a stack of the role testing`,
    );
  },
);
