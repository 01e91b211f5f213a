import { expect, it } from "vitest";
import { UserError } from "../../images/model/errors.ts";
import { defaultLimits } from "./limits.ts";
import { writtenRanges } from "./page-blob.ts";
import type { Session } from "./session.ts";

const place = { storageAccount: "uploads", container: "disks", blob: "debian.vhd" };

/** A storage account that answers each request with the next of these texts. */
function answering(...texts: readonly string[]): Session {
  const left = [...texts];
  const never = () => Promise.reject(new Error("nothing else is asked"));
  return {
    account: { tenant: "", subscription: "", resourceGroup: "" },
    limits: defaultLimits,
    blobRoot: () => "",
    manager: never,
    blobs: async () => ({ status: 200, headers: new Headers(), text: left.shift() ?? "" }),
  };
}

const ranges = (...texts: readonly string[]) => writtenRanges(answering(...texts), place, new AbortController().signal);
const page = (start: number, end: number) => `<PageRange><Start>${start}</Start><End>${end}</End></PageRange>`;

it("lists the written ranges of a blob, over several answers", async () => {
  const first = `<?xml version="1.0"?><PageList>${page(0, 511)}<NextMarker>next</NextMarker></PageList>`;
  expect(await ranges(first, `<PageList>${page(1024, 2047)}</PageList>`)).toEqual([
    { offset: 0, length: 512 },
    { offset: 1024, length: 1024 },
  ]);
  expect(await ranges("<PageList/>")).toEqual([]);
});

it.each(["<html><body>Please log in</body></html>", "Please log in", ""])(
  "tells a person that %j is no answer of Azure",
  async (text) => {
    await expect(ranges(text)).rejects.toThrow(UserError);
  },
);
