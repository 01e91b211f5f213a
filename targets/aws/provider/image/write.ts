import type { Region } from "../../../../clients/aws/account.ts";
import { Ebs } from "../../../../clients/aws/ebs/ebs.ts";
import { writeSnapshot } from "../../../../clients/aws/ebs/write-snapshot.ts";
import { snapshotById } from "../../../../clients/aws/snapshots.ts";
import { staging } from "../../../../images/tree/layout.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { transferProgress } from "../../../../provider-sdk/progress.ts";
import { openDisk } from "../../../../storage/disk/open.ts";
import { imageNamed } from "../../../../storage/tree/find-image.ts";
import { inStaging } from "../../../../storage/tree/places.ts";
import type { AwsImageInputs } from "../../model/resources.ts";
import { tagsFor } from "../../model/tags.ts";

/** Writes an image's disk into a new snapshot, or continues one that was begun. Returns the id of the complete snapshot. */
export async function writeDisk(
  { places, signal, report }: Operation,
  region: Region,
  news: AwsImageInputs,
): Promise<string> {
  const disk = await openDisk(places, imageNamed(news.image), signal);
  try {
    const ebs = await Ebs.open(region.ebs);
    try {
      return await writeSnapshot({
        ebs,
        disk,
        content: news.digest,
        account: news.account,
        description: news.description,
        tags: tagsFor(news),
        folder: inStaging(places, staging.uploads("aws")),
        stateOf: async (id) => {
          const found = await snapshotById(region, id, signal);
          return found === undefined ? undefined : { state: found.state, message: found.stateReason };
        },
        signal,
        progress: transferProgress({ report }, `sending to ${region.name}`),
      });
    } finally {
      ebs.close();
    }
  } finally {
    await disk.close();
  }
}
