import { open, stat } from "node:fs/promises";
import { dayOfDate } from "../../../../images/model/day.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { isAddress } from "../tree/fetch-text.ts";
import { readAddress } from "./copies.ts";
import type { Session } from "../../../../clients/archive/session.ts";
import { judged, missing, reasonOf, type Read, type Wanted } from "./wanted.ts";

/** Reads the data, or a copy of it that is still good. It never throws: the state says what is wrong. */
export async function readWanted<T>(wanted: Wanted<T>, session: Session): Promise<Read<T>> {
  try {
    return isAddress(wanted.place) ? await readAddress(wanted, session) : await readFile(wanted, session);
  } catch (error) {
    return missing(wanted, reasonOf(error));
  }
}

async function readFile<T>(wanted: Wanted<T>, session: Session): Promise<Read<T>> {
  const file = await open(wanted.place, "r");
  try {
    const understood = await wanted.understand(
      { file, where: wanted.place },
      { lastModified: null, seen: null, offline: false },
    );
    const changes = [wanted.place, ...(wanted.beside ?? [])].map(
      async (path) => (await ifPresent(stat(path)))?.mtimeMs ?? 0,
    );
    const confirmed = dayOfDate(new Date(Math.max(...(await Promise.all(changes)))));
    return judged(wanted, understood, session, { confirmed, seen: null });
  } finally {
    await file.close();
  }
}
