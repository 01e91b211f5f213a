import { expect, it } from "vitest";
import { settledPolicy } from "../../test/worlds/settled.ts";
import { isRequired } from "./refusals.ts";

const policy = { ...settledPolicy("trixie"), expect: { required: ["*/amd64"], bestEffort: ["*/*"] } };

it.each([
  ["a required image's name", "debian-13-generic-amd64-daily-20260717-2542", true],
  ["a best-effort image's name", "debian-13-generic-arm64-daily-20260717-2542", false],
  ["a required image's archive", "/artifacts/debian-trixie-generic-amd64-official-20260717-2542.tar.xz", true],
  ["a best-effort image's archive", "/artifacts/debian-trixie-generic-arm64-official-20260717-2542.tar.xz", false],
  [
    "a key of a best-effort image's manifest",
    "/artifacts/debian-trixie-raspi-arm64-official-20260717-2542.build.json: data.packages",
    false,
  ],
  ["nobody's folder", "/artifacts/unreadable", true],
])("what is refused by %s is required: %s", (_, where, required) => {
  expect(isRequired({ where }, [policy])).toBe(required);
});
