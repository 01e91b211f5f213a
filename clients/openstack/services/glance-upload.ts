import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Connection } from "../connection.ts";
import { getImage, type GlanceImage } from "./glance.ts";
import { Refusal } from "../refusal.ts";
import { until } from "../repeat.ts";

const chunkBytes = 1 << 20;

interface Options {
  signal?: AbortSignal;
  /** Called during the upload: bytes sent of all. */
  progress?: (sent: number, size: number) => void;
}

/**
 * Sends a file as the bytes of a queued image, until Glance has it active. What broke off is sent again; what Glance took, though
 * it could not say so, is not.
 */
export async function uploadImage(
  connection: Connection,
  id: string,
  file: string,
  options: Options = {},
): Promise<GlanceImage> {
  const { tries, pause } = connection.limits;
  for (let tried = 1; ; tried++) {
    try {
      await send(connection, id, file, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof Refusal)) throw error;
      const image = await settled(connection, id, options.signal);
      if (image?.status === "active") return image;
      if (image?.status !== "queued" || tried >= tries || !mayPass(error)) throw error;
      await until(pause * 2 ** (tried - 1), options.signal);
      continue;
    }
    const image = await settled(connection, id, options.signal);
    if (image !== undefined) return image;
    throw new Refusal(callOf(connection, id), 404, "the image is gone after its upload");
  }
}

/** A queued image that could not be sent: the connection broke, or Glance or its store has a weak moment. */
const mayPass = ({ status }: Refusal): boolean => status === null || status === 409 || status === 410 || status >= 500;

async function send(connection: Connection, id: string, file: string, { signal, progress }: Options): Promise<void> {
  const { size } = await stat(file);
  await connection.request("image", {
    method: "PUT",
    path: pathOf(id),
    headers: { "content-type": "application/octet-stream", "content-length": String(size) },
    body: () => {
      const stream = createReadStream(file, { highWaterMark: chunkBytes });
      if (progress !== undefined) stream.on("data", () => progress(stream.bytesRead, size));
      return stream;
    },
    timeout: 0,
    repeatable: false,
    ...(signal !== undefined && { signal }),
  });
}

/** The image once nothing moves it any more; as it is when that takes too long. */
export async function settled(
  connection: Connection,
  id: string,
  signal: AbortSignal | undefined,
): Promise<GlanceImage | undefined> {
  const { saving, pause } = connection.limits;
  for (let waited = 0, next = pause / 4; ; waited += next, next = Math.min(next * 2, longestPause)) {
    const image = await getImage(connection, id, signal === undefined ? {} : { signal });
    if (image === undefined || !moving.includes(image.status) || waited >= saving) return image;
    await until(next, signal);
  }
}

const longestPause = 5_000;
const moving: readonly GlanceImage["status"][] = ["saving", "uploading", "importing"];

const pathOf = (id: string): string => `/images/${encodeURIComponent(id)}/file`;

const callOf = ({ cloud }: Connection, id: string) => ({ cloud, method: "PUT", service: "image", path: pathOf(id) });
