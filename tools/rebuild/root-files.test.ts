import { expect, test } from "vitest";
import { rootOffsetIn } from "./root-files.ts";

const table = JSON.stringify({
  partitiontable: {
    label: "gpt",
    sectorsize: 512,
    partitions: [
      { node: "/out/disk.raw14", start: 2048, size: 6144 },
      { node: "/out/disk.raw1", start: 262144, size: 6029279 },
    ],
  },
});

test.each<[string, string, number | undefined]>([
  ["of a table", table, 262144 * 512],
  [
    "of a disk that was enlarged",
    `GPT PMBR size mismatch (40959 != 61439) will be corrected by write.\n${table}`,
    262144 * 512,
  ],
  ["with a warning after it", `${table}\nThe backup GPT table is not on the end of the device.`, 262144 * 512],
  ["of a disk without partitions", "sfdisk: /out/disk.raw: does not contain a recognized partition table", undefined],
  ["of a table that is cut off", table.slice(0, -40), undefined],
])("the root's offset by what sfdisk says %s", (_what, said, offset) => {
  expect(rootOffsetIn(said, "/out/disk.raw")).toBe(offset);
});
