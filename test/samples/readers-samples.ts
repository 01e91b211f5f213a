import * as fc from "fast-check";
import { addDays, type Day } from "../../images/model/day.ts";
import { imageName, type Image } from "../../images/model/image.ts";
import { dataFormats, fileName } from "../../images/tree/files.ts";
import {
  phases,
  recordsApi,
  type ImageRecord,
  type IndexRecord,
  type SetRecord,
  type TargetRecord,
} from "../../images/tree/record.ts";
import { recordOf } from "./record-samples.ts";
import { day, digest, version } from "./samples.ts";

/** Indexes of any channel, for the laws that every format for readers keeps. */

const today = day("2026-07-20");

/** Text that a build, a person or a cloud could write, with what each format must escape. */
export const hostileText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "]]></content><script>alert(1)</script>",
    "a\nb\tc\r\n- d",
    "&amp;<b>\"'`${x}",
    "\u0000\u001b[31m\ufffe\ud800",
    "-----BEGIN PGP SIGNED MESSAGE-----",
  ),
);

const target = (name: string, text: fc.Arbitrary<string>): fc.Arbitrary<TargetRecord> =>
  fc.record({
    phase: fc.constantFrom(...phases),
    reason: text,
    listed: fc.boolean(),
    days: fc.record({
      made: fc.constant(addDays(today, -9)),
      shown: fc.constantFrom<(Day | undefined)[]>(undefined, addDays(today, -8), addDays(today, -3)),
      withdrawn: fc.constantFrom<(Day | undefined)[]>(undefined, addDays(today, -2), today),
    }),
    refs: fc.constant(name === "mirror" ? [] : [`ref-${name}`]),
  });

interface ImageOptions {
  /** Whether the record was written before files had a sha256. */
  old?: boolean;
}

export const filesOf = (image: Image, { old = false }: ImageOptions = {}): ImageRecord["files"] =>
  dataFormats(image).map((format) => {
    const name = fileName(image, format);
    return { name, size: name.length, sha512: digest("sha512", name), ...(!old && { sha256: digest("sha256", name) }) };
  });

const members = fc.uniqueArray(
  fc.constantFrom(
    { vendor: "generic", arch: "amd64" } as const,
    { vendor: "genericcloud", arch: "arm64" } as const,
    { vendor: "nocloud", arch: "riscv64" } as const,
    { vendor: "ec2", arch: "amd64" } as const,
  ),
  { minLength: 1, selector: ({ vendor }) => vendor },
);

const imageRecord = (image: Image, text: fc.Arbitrary<string>): fc.Arbitrary<ImageRecord> =>
  fc
    .record({ mirror: target("mirror", text), cloud: target("aws-eu-west-1", text), old: fc.boolean() })
    .map(({ mirror, cloud, old }) =>
      recordOf(image, {
        digest: digest("sha512", imageName(image)),
        files: filesOf(image, { old }),
        targets: { mirror, "aws-eu-west-1": cloud },
      }),
    );

const setOf = (set: Pick<Image, "suite" | "channel" | "version">, text: fc.Arbitrary<string>) =>
  members
    .chain((found) => fc.tuple(...found.map((member) => imageRecord({ ...set, ...member }, text))))
    .chain((images) =>
      fc.record({
        version: fc.constant(set.version),
        expect: fc.constant<SetRecord["expect"]>({ required: [], bestEffort: [] }),
        decision: fc.option(
          fc.record({
            rule: fc.constantFrom("security", "reboot", "at-latest"),
            reasons: fc.array(text, { maxLength: 2 }),
            written: fc.option(text),
          }),
          { nil: undefined },
        ),
        images: fc.constant(images),
      }),
    );

const versions = ["20260719-2544", "20260718-2543", "20260717-2542"].map(version);

/** Any index of a channel. @param text what people, builds and clouds write */
export const indexes = (text: fc.Arbitrary<string> = hostileText): fc.Arbitrary<IndexRecord> =>
  fc
    .record({ suite: fc.constantFrom("trixie", "bookworm-backports"), channel: fc.constantFrom("daily", "release") })
    .chain((channel) =>
      fc
        .subarray(versions)
        .chain((found) => fc.tuple(...found.map((each) => setOf({ ...channel, version: each }, text))))
        .map((sets) => ({ apiVersion: recordsApi, ...channel, kind: "Index", made: today, sets, removed: [] })),
    );

interface OneImage extends Pick<ImageRecord, "targets"> {
  files?: ImageRecord["files"];
  decision?: SetRecord["decision"];
}

/** The index of a channel with one image. */
export const indexOfOne = (image: Image, { targets, decision, files = filesOf(image) }: OneImage): IndexRecord => ({
  apiVersion: recordsApi,
  suite: image.suite,
  channel: image.channel,
  kind: "Index",
  made: today,
  removed: [],
  sets: [
    {
      version: image.version,
      expect: { required: [], bestEffort: [] },
      decision,
      images: [recordOf(image, { files, targets })],
    },
  ],
});
