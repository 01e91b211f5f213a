import { createHash } from "node:crypto";
import { cp, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { cache } from "../../../tools/setup/bootstrap/folders.mjs";
import { makeOnce } from "../../../tools/setup/bootstrap/once.mjs";
import { withProgress } from "../../../tools/setup/bootstrap/progress.mjs";
import { buildWithGo } from "../../../tools/setup/go.ts";

const sources = path.join(import.meta.dirname, "provider");

/** The folder of a `pulumi-resource-gcp` that is HashiCorp's Google provider. It is built once for all checkouts, and again where its sources change. */
export async function googleProvider(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of ["main.go", "go.mod", "go.sum"]) hash.update(await readFile(path.join(sources, file)));
  const folder = path.join(cache, `google-provider-${hash.digest("hex").slice(0, 16)}`);
  await makeOnce(folder, async (staging) => {
    await cp(sources, staging, { recursive: true });
    const args = ["-trimpath", "-ldflags", "-s -w", "-o", path.join(staging, "pulumi-resource-gcp"), "."];
    const env = { HOME: homedir(), ...process.env, CGO_ENABLED: "0", GOWORK: "off" };
    await withProgress("building Google's provider with Go, once, for six minutes or so", () =>
      buildWithGo("Google's provider", staging, args, env),
    );
  });
  return folder;
}
