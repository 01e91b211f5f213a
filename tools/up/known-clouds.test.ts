import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { parseSettings } from "../../stacks/config.ts";
import { refuseUnknownCloudsOf } from "./known-clouds.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "known-clouds-"));
  const file = path.join(folder, "clouds.yaml");
  await writeFile(file, "clouds: {there: {auth: {auth_url: 'http://k', username: u, password: w, project_name: p}}}");
  vi.stubEnv("OS_CLIENT_CONFIG_FILE", file);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const amphora = (...clouds: string[]) =>
  parseSettings(
    {
      role: "amphora",
      images: { zed: { folder: "/images", reevaluateBy: "2027-05-01" } },
      clouds: clouds.map((cloud) => ({ cloud, release: "zed", project: "service" })),
    },
    { file: "Pulumi.amphora.yaml", folder: "/", backend: undefined },
  );

it("lets a stack go on whose clouds are all in clouds.yaml", async () => {
  await expect(refuseUnknownCloudsOf(amphora("there"))).resolves.toBeUndefined();
});

it("names every cloud that is not, before anything is installed or built for it", async () => {
  const refused = refuseUnknownCloudsOf(amphora("there", "absent", "missing"));
  await expect(refused).rejects.toThrow(/cloud is "absent": expected one of the clouds of .*\ncloud is "missing"/);
});

it("says where clouds.yaml is looked for, where there is none", async () => {
  vi.stubEnv("OS_CLIENT_CONFIG_FILE", path.join(folder, "none.yaml"));
  vi.stubEnv("XDG_CONFIG_HOME", folder);
  await expect(refuseUnknownCloudsOf(amphora("absent"))).rejects.toThrow(
    /expected (a clouds\.yaml|one of the clouds of)/,
  );
});
