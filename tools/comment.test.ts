import { expect, test } from "vitest";
import { fitting } from "./comment.ts";

test("a report of a usual length is written whole, and a longer one cut so that GitLab takes it with its mark", () => {
  expect(fitting("short")).toBe("short");
  const cut = fitting("x".repeat(2_000_000));
  expect(cut).toContain("cut off");
  expect(cut.length + "<!-- cloud-images trixie-daily -->\n".length).toBeLessThan(1_000_000);
});
