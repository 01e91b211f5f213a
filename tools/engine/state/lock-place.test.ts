import { expect, test } from "vitest";
import { lockPlace } from "./lock-place.ts";

test.each([
  ["file:///srv/state", true],
  ["s3://states?region=eu-west-1", true],
  ["gs://states", true],
  ["azblob://states", true],
  ["postgres://db.example/states", true],
  ["https://api.pulumi.com", false],
  ["", false],
])("%j has locks that a run can leave behind: %s", (url, has) => {
  expect(lockPlace("dev", { PULUMI_BACKEND_URL: url }) !== undefined).toBe(has);
});
