import { z } from "zod";
import { dayOfDate, formatDay } from "../../images/model/day.ts";
import type { Backend } from "../engine/world/stack-on-machine.ts";
import type { World } from "../engine/world/world.ts";
import { account, AzuriteBlobs, key, startAzurite } from "./azurite/azurite.ts";
import { startCloudStorage } from "./gcs/emulator.ts";
import { makeBucket } from "./moto/bucket.ts";
import { startMoto } from "./moto/moto.ts";
import { needPostgres, startPostgres } from "./postgres/postgres.ts";

/** A server that keeps states of the engine. */
export interface StateServer {
  /** A backend without a stack, each time another. */
  empty: () => Promise<Backend>;
  /** Loses a world's state, but not its place. */
  lose: (world: World) => Promise<void>;
  stop: () => Promise<void>;
}

export const servers: readonly { name: string; start: () => Promise<StateServer> }[] = [
  { name: "a bucket of S3", start: s3 },
  { name: "Postgres", start: postgres },
  { name: "Azure's blobs", start: azure },
  { name: "Google's Cloud Storage", start: google },
];

async function s3(): Promise<StateServer> {
  const { moto, stop } = await startMoto();
  let count = 0;
  return {
    empty: () => makeBucket(moto, `states-${(count += 1)}`),
    async lose({ backend }) {
      const bucket = /^s3:\/\/([^?]+)/.exec(backend?.url ?? "")?.[1] ?? "";
      await moto.reset();
      await makeBucket(moto, bucket);
    },
    stop,
  };
}

async function postgres(): Promise<StateServer> {
  const { backend, query, stop } = await startPostgres(await needPostgres());
  let count = 0;
  return {
    empty: () => Promise.resolve({ ...backend, url: `${backend.url}&table=state_${(count += 1)}` }),
    lose(world) {
      const table = /table=(\w+)/.exec(world.backend?.url ?? "")?.[1] ?? "";
      query(`drop table ${table}`);
      return Promise.resolve();
    },
    stop,
  };
}

async function azure(): Promise<StateServer> {
  const { url, stop } = await startAzurite();
  const env = { AZURE_STORAGE_ACCOUNT: account, AZURE_STORAGE_KEY: key };
  let blobs: AzuriteBlobs | undefined;
  return {
    async empty() {
      blobs = await AzuriteBlobs.open(url);
      return { url: `azblob://${blobs.container}?protocol=http&domain=${new URL(url).host}&localemu=true`, env };
    },
    lose: async () => blobs?.empty(),
    stop,
  };
}

/** cloud.google.com/storage/docs/json_api/v1/objects/list */
const objectList = z.object({ items: z.array(z.object({ name: z.string() })).optional() });

async function google(): Promise<StateServer> {
  const { url, stop } = await startCloudStorage();
  // a token that the emulator does not look at keeps the engine from asking Google for one
  const env = { STORAGE_EMULATOR_HOST: new URL(url).host, GOOGLE_OAUTH_ACCESS_TOKEN: "of a test" };
  let count = 0;
  const ask = async (method: string, path: string, body?: unknown): Promise<string> => {
    const answer = await fetch(`${url}/storage/v1/b${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  };
  return {
    async empty() {
      const name = `states-${(count += 1)}`;
      await ask("POST", "?project=states", { name });
      return { url: `gs://${name}`, env };
    },
    async lose({ backend }) {
      const objects = `/${new URL(backend?.url ?? "").host}/o`;
      const { items = [] } = objectList.parse(JSON.parse(await ask("GET", objects)));
      for (const { name } of items) await ask("DELETE", `${objects}/${encodeURIComponent(name)}`);
    },
    stop,
  };
}

/** The version of a set that is built today: only a state in a folder may have another clock. */
export const versionOfToday = (build: number): string =>
  `${formatDay(dayOfDate(new Date())).replaceAll("-", "")}-${build}`;
