import { dayOfDate, formatDay } from "../../images/model/day.ts";
import type { Backend, World } from "../engine/world.ts";
import { account, AzuriteBlobs, key, startAzurite } from "./azurite/azurite.ts";
import { makeBucket } from "./moto/bucket.ts";
import { startMoto } from "./moto/moto.ts";
import { needPostgres, startPostgres } from "./postgres/postgres.ts";

/** A server that keeps states of the engine. */
export interface StateServer {
  /** A backend without a stack, each time another. */
  empty: () => Promise<Backend>;
  /** Loses a world's state, but not its place; missing where the server cannot. */
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

/** Of a set that is built today: only a state in a folder may have another clock. */
export const versionOfToday = (build: number): string =>
  `${formatDay(dayOfDate(new Date())).replaceAll("-", "")}-${build}`;
