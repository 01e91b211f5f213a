import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { glanceCalls, GlanceProxy, type GlanceFault } from "../../test/peers/glance-proxy.ts";
import { GlanceStandIn } from "../../test/peers/glance-stand-in.ts";
import { connect, type Connection } from "./connection.ts";
import { createImage, deleteImage, findImages, getImage, patchImage, type NewImage } from "./services/glance.ts";
import { uploadImage } from "./services/glance-upload.ts";

const limits = { answer: 20_000, silence: 2_000, tries: 3, pause: 5, saving: 1_000 };
/** The answer's limit where a fault lets it pass. */
const shortAnswer = 1_000;

let folder: string;
let glance: GlanceStandIn;
let proxy: GlanceProxy;
let cloud: Connection;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloud-images-openstack-"));
  glance = await GlanceStandIn.start();
  proxy = await GlanceProxy.start(glance.url);
  cloud = await connected();
});
afterEach(async () => {
  cloud.close();
  await proxy.end();
  await glance.end();
  await rm(folder, { recursive: true });
});

async function connected(text = glance.cloudsFile("c", proxy.url), answer = limits.answer): Promise<Connection> {
  const file = join(folder, "clouds.yaml");
  await writeFile(file, text);
  return connect("c", { limits: { ...limits, answer }, environment: { OS_CLIENT_CONFIG_FILE: file } });
}

/** From here on the cloud is given little time for an answer, if the fault is one that ends by it. */
async function hurryFor(fault: GlanceFault): Promise<void> {
  if (fault !== "too late") return;
  cloud.close();
  cloud = await connected(undefined, shortAnswer);
}

const image: NewImage = {
  name: "x",
  visibility: "private",
  protected: false,
  diskFormat: "qcow2",
  minDisk: 1,
  tags: [],
  properties: { os_distro: "debian" },
};

const messageOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "it succeeded",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe("a connection", () => {
  it("is of the credentials' project", () => {
    expect(cloud.project).toEqual(glance.project);
  });

  it("is refused with wrong credentials, and the password is not told", async () => {
    const text = glance.cloudsFile("c").replace(glance.password, "another-password");
    const said = await messageOf(connected(text));
    expect(said).toMatch(
      /cloud c: POST identity \/auth\/tokens is "401: The request you have made requires auth.*clouds\.yaml/,
    );
    expect(said).not.toContain("another-password");
  });

  it("says where nothing listens", async () => {
    const text = glance.cloudsFile("c").replaceAll(glance.url, "http://127.0.0.1:9");
    expect(await messageOf(connected(text))).toMatch(/no answer: .*ECONNREFUSED.*can be reached/);
  });

  it("renews a token that is worth nothing any more, once for all who ask", async () => {
    glance.revoke();
    await Promise.all([findImages(cloud), findImages(cloud), createImage(cloud, image)]);
    expect(glance.count("POST /v3/auth/tokens")).toBe(2);
    expect(glance.images.size).toBe(1);
  });

  it("renews a token before its end, once for all who ask", async () => {
    glance.validity = 60;
    const soon = await connected();
    glance.validity = 3_600;
    const before = glance.count("POST /v3/auth/tokens");
    await Promise.all([findImages(soon), findImages(soon), findImages(soon)]);
    expect(glance.count("POST /v3/auth/tokens") - before).toBe(1);
    soon.close();
  });

  it("names the service that the cloud lacks", async () => {
    const asked = cloud.request("volume", { method: "GET", path: "/volumes" });
    expect(await messageOf(asked)).toMatch(/cloud c: expected a service volume in its catalog/);
  });

  it("ends at once when it is aborted", async () => {
    proxy.trouble(glanceCalls.list, "too late", 99);
    const signal = AbortSignal.abort(new Error("the run was cancelled"));
    expect(await messageOf(findImages(cloud, { signal }))).toBe("the run was cancelled");
  });
});

const passing: GlanceFault[] = ["unavailable", "refused", "reply lost", "too late", "slow"];

describe("a call that may be repeated", () => {
  it.each(passing)("succeeds though its first try is %s", async (fault) => {
    await hurryFor(fault);
    const { id } = await createImage(cloud, image);
    proxy.trouble(glanceCalls.read, fault);
    expect(await getImage(cloud, id)).toMatchObject({ id, properties: { os_distro: "debian" } });
    proxy.trouble(glanceCalls.change, fault);
    const patched = await patchImage(cloud, id, [{ op: "add", path: "/a", value: "b" }]);
    expect(patched.properties).toEqual({ os_distro: "debian", a: "b" });
    proxy.trouble(glanceCalls.delete, fault);
    await deleteImage(cloud, id);
    expect(glance.images.size).toBe(0);
    expect(proxy.struck).toBe(3);
  });

  it("is given up after its tries, with what the service said", async () => {
    proxy.trouble(glanceCalls.list, "unavailable", 99);
    expect(await messageOf(findImages(cloud))).toMatch(
      /cloud c: GET image \/images is "503: No server is available\.": expected success; wait until the service works/,
    );
    expect(proxy.struck).toBe(limits.tries);
  });

  it("is given up when no answer comes in its time", async () => {
    await hurryFor("too late");
    proxy.trouble(glanceCalls.list, "too late", 99);
    expect(await messageOf(findImages(cloud))).toMatch(/no answer: The operation was aborted due to timeout/);
    expect(proxy.struck).toBe(limits.tries);
  });

  it("says that an answer is not understood", async () => {
    proxy.trouble(glanceCalls.list, "garbage");
    expect(await messageOf(findImages(cloud))).toMatch(/GET image \/images is "200: an answer that is not understood/);
  });
});

describe("a call that may not be repeated", () => {
  it.each(["unavailable", "refused", "reply lost", "too late"] as const)("fails when it is %s", async (fault) => {
    await hurryFor(fault);
    proxy.trouble(glanceCalls.create, fault);
    expect(await messageOf(createImage(cloud, image))).toMatch(/cloud c: POST image \/images/);
    await proxy.settled();
    expect(glance.count("POST /v2/images")).toBe(fault === "reply lost" || fault === "too late" ? 1 : 0);
  });

  it("may be repeated when it names the id", async () => {
    const id = "0a6a43f5-3230-4c80-83b2-eb81001d25c6";
    proxy.trouble(glanceCalls.create, "unavailable");
    expect((await createImage(cloud, { ...image, id })).id).toBe(id);
  });
});

describe("an upload", () => {
  const file = (): string => join(folder, "disk");
  const queued = async (): Promise<string> => {
    await writeFile(file(), Buffer.alloc(3 << 20, "debian"));
    return (await createImage(cloud, image)).id;
  };

  it.each(["unavailable", "refused", "cut off", "reply lost", "slow"] as const)(
    "leads to an active image though its first try is %s",
    async (fault) => {
      const id = await queued();
      proxy.trouble(glanceCalls.upload, fault);
      expect(await uploadImage(cloud, id, file())).toMatchObject({ status: "active", size: 3 << 20 });
      expect(proxy.struck).toBe(1);
    },
  );

  it("that always breaks off leaves the image queued, and fails", async () => {
    const id = await queued();
    proxy.trouble(glanceCalls.upload, "cut off", 99);
    expect(await messageOf(uploadImage(cloud, id, file()))).toMatch(/PUT image \/images\/.*\/file is "no answer/);
    expect(proxy.struck).toBe(limits.tries);
    expect(glance.images.get(id)).toMatchObject({ status: "queued" });
  });

  it("tells how far it is", async () => {
    const told: number[] = [];
    await uploadImage(cloud, await queued(), file(), { progress: (sent) => told.push(sent) });
    expect(told.at(-1)).toBe(3 << 20);
  });

  it("that is aborted ends, and Glance has nothing whole", async () => {
    const id = await queued();
    const abort = new AbortController();
    const progress = (): void => abort.abort(new Error("cancelled"));
    expect(await messageOf(uploadImage(cloud, id, file(), { signal: abort.signal, progress }))).toBe("cancelled");
    expect(glance.images.get(id)?.status).not.toBe("active");
  });
});
