import { createServer, type Server } from "node:http";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { parseImageName } from "../../images/model/image.ts";
import { listen } from "../../test/peers/loopback.ts";
import { day } from "../../test/samples/samples.ts";
import { archiveOf } from "./archive.ts";

const image = parseImageName("debian-13-ec2-amd64-daily-20260717-2542");
if (image === undefined) throw new RangeError("no image");
const recipe = { image, way: { by: "recipe" } } as const;
const fai = { image, way: { by: "builder", program: "debian-cloud-images", args: [] } } as const;
const [built, later] = [day("2026-07-17"), day("2026-07-19")];

test("an image of recipes/ is built from this machine's archive on its own day", async () => {
  expect(await archiveOf(recipe, undefined, built)).toEqual({ url: undefined, words: "as of the day" });
});

test("a builder reads its own configuration, which the verdict says; another archive for it is refused", async () => {
  expect(await archiveOf(fai, undefined, later)).toEqual({
    url: undefined,
    words: "of debian-cloud-images's own configuration",
  });
  await expect(archiveOf(fai, "http://archive.example/debian", later)).rejects.toThrow(/--archive .*: expected none/);
});

test.each([
  ["has the suite", "/20260717T235959Z/dists/trixie/InRelease", undefined],
  ["lacks the suite", "/other", /dists\/trixie\/InRelease.*HTTP 404.*nothing was built, and no verdict kept/],
])("an archive that %s is asked before anything is built", async (_, path, refused) => {
  const server = createServer(({ url }, answer) => answer.writeHead(url === path ? 200 : 404).end());
  onTestFinished(() => void server.close());
  const url = await listening(server);
  const found = archiveOf(recipe, url, later);
  if (refused === undefined) expect(await found).toEqual({ url, words: url });
  else await expect(found).rejects.toThrow(refused);
});

test("one that nobody answers for is said to be so", async () => {
  const server = createServer();
  const url = await listening(server);
  await promisify(server.close.bind(server))();
  const refused = archiveOf(recipe, url, later);
  await expect(refused).rejects.toThrow(/InRelease.*ECONNREFUSED.*try again where it can be reached/);
});

const listening = async (server: Server): Promise<string> => `${await listen(server)}/20260717T235959Z`;
