import { expect, onTestFinished, test, vi } from "vitest";
import { main } from "./pulumi.ts";

test.each([
  [["destroy", "--stack", "dev", "--yes"], "npm run dev -- --remove"],
  [["destroy", "-s", "trixie-daily", "--run-program"], "docs/take-down.md"],
  [["--stack", "bookworm-release", "down"], "docs/take-down.md"],
  [["destroy", "--stack", "amphora"], "docs/take-down.md"],
  [["destroy", "--stack", "unheard-of"], "docs/take-down.md"],
  [["destroy"], "docs/take-down.md"],
])("%j is refused before the engine is asked, with the way out", async (args, wayOut) => {
  await expect(main(args)).rejects.toThrow(wayOut);
});

test("a place of the state that is no URL is named before the engine asks for a token", async () => {
  vi.stubEnv("PULUMI_BACKEND_URL", "/srv/cloud-images/state");
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(main(["stack", "init", "trixie-daily"])).rejects.toThrow(/expected the URL of a place for the state/);
});
