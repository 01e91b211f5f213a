import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { CloudForReaders } from "../../images/finder/clouds.ts";
import { imageName, type Image } from "../../images/model/image.ts";
import { models } from "../../targets/models.ts";
import { version } from "../samples/samples.ts";
import { has } from "../readers/packaged-readers.ts";

/** The commands on the finder's pages are understood by the clouds' own clients: each is asked without an account. */

interface Client {
  program: string;
  cloud: string;
  at: { target: string; refs: readonly string[] };
  /** What is run in place of a shown command, so that it ends before it reaches a cloud. */
  asked: (line: string) => string;
  /** What the client says once it has understood the command. */
  understood: (line: string) => RegExp[];
}

const optionsOf = (line: string): string[] => line.match(/--[a-z-]+/g) ?? [];

const clients: Client[] = [
  {
    program: "aws",
    cloud: "aws",
    at: { target: "aws-eu-north-1", refs: ["ami-0123456789abcdef0"] },
    asked: (line) => `${line} --endpoint-url http://127.0.0.1:9 --cli-connect-timeout 1`,
    understood: () => [/Could not connect to the endpoint URL/],
  },
  {
    program: "gcloud",
    cloud: "gcp",
    at: { target: "gcp-debian-cloud", refs: [] },
    asked: (line) => line,
    understood: () => [/do not currently have an active account/],
  },
  {
    program: "az",
    cloud: "azure",
    at: {
      target: "azure-westeurope",
      refs: ["/CommunityGalleries/debian-0123/Images/debian-13-arm64/Versions/0.20260717.2542"],
    },
    // it reads all options before it asks who one is
    asked: (line) => line,
    understood: () => [/Please run 'az login'/],
  },
  {
    program: "openstack",
    cloud: "openstack",
    at: { target: "openstack-partner", refs: ["53b56476-1f0a-4cde-9d0a-2f4d2f8f6a10"] },
    // it logs in before it looks at options, so its help is asked for them
    asked: (line) => line.replace(/ --os-cloud \S+ (\S+ \S+).*/, " $1 --help"),
    understood: (line) =>
      optionsOf(line)
        .filter((option) => option !== "--os-cloud")
        .map((option) => new RegExp(`${option}\\b`)),
  },
];

const image: Image = {
  suite: "trixie",
  channel: "release",
  vendor: "genericcloud",
  arch: "arm64",
  version: version("20260717-2542"),
};

const shownOf = ({ cloud, at }: Pick<Client, "cloud" | "at">): string[] =>
  readersOf(cloud).flatMap(({ commands }) =>
    commands({ ...image, name: imageName(image) }, at).map(({ line }) => line),
  );

const shownBy = (client: Client): string[] => shownOf(client).filter((line) => line.startsWith(`${client.program} `));

const readersOf = (cloud: string): CloudForReaders[] =>
  models.flatMap(({ readers }) => (readers?.cloud === cloud ? [readers] : []));

/** az sends statistics from a process that outlives it, which writes to its folder. */
const stillAfterwards = { AZURE_CORE_COLLECT_TELEMETRY: "0" };

async function answerTo(line: string): Promise<string> {
  const home = await mkdtemp(path.join(tmpdir(), "client-"));
  const accounts = {
    AWS_ACCESS_KEY_ID: "x",
    AWS_SECRET_ACCESS_KEY: "x",
    AWS_MAX_ATTEMPTS: "1",
    CLOUDSDK_CONFIG: home,
    AZURE_CONFIG_DIR: home,
  };
  const env = { ...process.env, ...accounts, CLOUDSDK_CORE_DISABLE_PROMPTS: "1", ...stillAfterwards };
  try {
    const { stdout, stderr } = await promisify(execFile)("sh", ["-c", `${line} || true`], { env, timeout: 300_000 });
    return stdout + stderr;
  } finally {
    await rm(home, { recursive: true });
  }
}

describe.each(clients)("$program", (client) => {
  const isThere = has(client.program, "its client");
  const lines = shownBy(client);

  test.skipIf(!isThere).each(lines)("understands: %s", async (line) => {
    const answer = await answerTo(client.asked(line));
    for (const expected of client.understood(line)) expect(answer).toMatch(expected);
  });

  test("is shown to find an image and to start it", () => {
    expect(lines.length).toBeGreaterThanOrEqual(2);
  });

  test.skipIf(!isThere)("does not understand an option that it does not have", async () => {
    const [line = ""] = lines;
    const wrong = `${line} --no-such-option x`;
    const answer = await answerTo(client.asked(wrong));
    expect(client.understood(wrong).every((expected) => expected.test(answer))).toBe(false);
  });
});

describe("terraform", () => {
  const isThere = has("terraform", "its own reader");
  const [snippet = ""] = shownOf({
    cloud: "aws",
    at: { target: "aws-eu-north-1", refs: ["ami-0123456789abcdef0"] },
  }).filter((line) => line.startsWith("data "));
  // it says what is wrong with a text, and writes the text in its own format where nothing is
  const formatted = (text: string) => spawnSync("terraform", ["fmt", "-"], { input: text, encoding: "utf8" });

  test.skipIf(!isThere)("reads the data source of an AMI, which is written as it would write it", () => {
    expect(formatted(`${snippet}\n`)).toMatchObject({ status: 0, stdout: `${snippet}\n` });
  });

  test.skipIf(!isThere)("does not read a text that ends too early", () => {
    expect(formatted(snippet.slice(0, -1)).status).not.toBe(0);
  });
});
