import { z } from "zod";
import type { Arch } from "../../../images/model/definitions/arches.ts";
import { dated, readDated } from "../../../images/model/definitions/dated.ts";
import { suites, type Suite } from "../../../images/model/definitions/suites.ts";
import data from "./kernels.json" with { type: "json" };
import type { PackageRow } from "./rows.ts";

const kernelRow = z.strictObject({
  /** Upstream's series: "6.12". */
  series: z.string(),
  patch: z.int(),
  /** What follows upstream's version in Debian's. */
  revision: z.string(),
  /** How the package's name tells two builds apart: by a counter, or by upstream's version and a suffix. */
  abi: z.union([z.strictObject({ counter: z.int() }), z.strictObject({ suffix: z.string() })]),
});

const { kernels } = readDated(
  dated({ kernels: z.record(z.enum(Object.keys(suites) as Suite[]), kernelRow) }),
  data,
  "tools/sample/packages/kernels.json",
);

interface Flavour {
  cloud: string;
  full: string;
  /** The source of signed packages, where Secure Boot exists. */
  signedSource?: string;
}

const flavours: Record<Arch, Flavour> = {
  amd64: { cloud: "cloud-amd64", full: "amd64", signedSource: "linux-signed-amd64" },
  arm64: { cloud: "cloud-arm64", full: "arm64", signedSource: "linux-signed-arm64" },
  ppc64el: { cloud: "powerpc64le", full: "powerpc64le" },
  riscv64: { cloud: "riscv64", full: "riscv64" },
  s390x: { cloud: "s390x", full: "s390x" },
};

/** The kernel's image and the metapackage that pulls it in. */
export function kernelPackages(suite: Suite, arch: Arch, kind: "cloud" | "full", updates: number): PackageRow[] {
  const { series, patch, revision, abi } = kernels[suite];
  const upstream = `${series}.${patch + updates}`;
  const release = "counter" in abi ? `${series}.0-${abi.counter + updates}` : `${upstream}${abi.suffix}`;
  const version = `${upstream}${revision}`;
  const flavour = flavours[arch];
  const source = flavour.signedSource ?? "linux";
  // the signed source's version writes the revision's dash as a plus
  const sourceVersion = flavour.signedSource === undefined ? version : version.replace("-", "+");
  return [`linux-image-${release}-${flavour[kind]}`, `linux-image-${flavour[kind]}`].map((name) => [
    name,
    version,
    source,
    sourceVersion,
  ]);
}
