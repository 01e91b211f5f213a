import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Clouds, shareClouds } from "../../../targets/openstack/provider/clouds.ts";
import { GlanceStandIn, type StandInImage } from "../../peers/glance-stand-in.ts";
import { testLimits } from "../../../targets/openstack/provider/glance-world.fixture.ts";
import type { Connections } from "../line.ts";
import { imageIn, type DaysCloud, type Held } from "../sight.ts";

/** A busy machine answers late; that must not count as a lost reply. */
const patient = { ...testLimits, answer: 30_000, saving: 30_000 };

/** A cloud that is one best-effort target. Glance has no names that move. */
export async function openstackCloud(connections: Connections): Promise<DaysCloud> {
  const glance = await GlanceStandIn.start();
  let isDown = false;
  const url = await connections.line(glance.url, () => isDown);
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-days-"));
  const environment = { OS_CLIENT_CONFIG_FILE: path.join(folder, "clouds.yaml") };
  await writeFile(environment.OS_CLIENT_CONFIG_FILE, glance.cloudsFile("partner", url), { mode: 0o600 });
  return {
    environment,
    takes: "genericcloud",
    required: [],
    bestEffort: ["openstack-partner"],
    settings: [{ cloud: "partner", visibility: "community", required: false, vendors: ["genericcloud"] }],
    share: (process) => shareClouds(process, new Clouds({ environment, limits: patient })),
    look: () => ({ leads: [], held: [...glance.images.values()].map(heldAs), loose: [] }),
    strayCalls: () => [],
    down() {
      isDown = true;
    },
    up() {
      isDown = false;
    },
    async end() {
      await glance.end();
      await rm(folder, { recursive: true });
    },
  };
}

function heldAs({ name, status, visibility, os_hidden }: StandInImage): Held {
  const { member, version } = imageIn(name, "genericcloud");
  const isPublic = visibility === "community" || visibility === "public";
  return {
    target: "openstack-partner",
    image: `${member} ${version}`,
    isPublic: isPublic && !os_hidden,
    wrong: status === "active" ? undefined : `${name} is ${status}`,
  };
}
