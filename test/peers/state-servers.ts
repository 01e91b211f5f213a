import { dayOfDate, formatDay } from "../../images/model/day.ts";
import type { Backend, World } from "../engine/world.ts";
import { account, AzuriteBlobs, key, startAzurite } from "./azurite/azurite.ts";
import { makeBucket } from "./moto/bucket.ts";
import { startMoto } from "./moto/moto.ts";
import { needPostgres, startPostgres } from "./postgres/postgres.ts";

/** A server that keeps the engine's states. */
export interface StateServer {
  /** A backend without a stack; each call gives another. */
  empty: () => Promise<Backend>;
  /** Deletes a world's state, but not the bucket or table in which it was; undefined where the server cannot. */
  lose?: (world: World) => Promise<void>;
  stop: () => Promise<void>;
}

export const servers: readonly { name: string; start: () => Promise<StateServer> }[] = [
  { name: "a bucket of S3", start: s3 },
  { name: "Postgres", start: postgres },
  { name: "Azure's blobs", start: azure },
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
  return {
    async empty() {
      const { container } = await AzuriteBlobs.open(url);
      return { url: `azblob://${container}?protocol=http&domain=${new URL(url).host}&localemu=true`, env };
    },
    stop,
  };
}

/** The version of a set that is built today. Only with a state in a folder a test may set the clock. */
export const versionOfToday = (build: number): string =>
  `${formatDay(dayOfDate(new Date())).replaceAll("-", "")}-${build}`;
