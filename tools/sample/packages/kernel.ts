import type { Arch } from "../../../images/model/definitions/arches.ts";
import type { Suite } from "../../../images/model/definitions/suites.ts";
import type { PackageRow } from "./rows.ts";

interface KernelSeries {
  /** Upstream's series: "6.12". */
  series: string;
  patch: number;
  /** What follows upstream's version in Debian's. */
  revision: string;
  /** How the package's name tells two builds apart: by a counter, or by upstream's version and a suffix. */
  abi: { counter: number } | { suffix: string };
}

/** As of November 2026. */
const kernels: Record<Suite, KernelSeries> = {
  bullseye: { series: "5.10", patch: 262, revision: "-1", abi: { counter: 46 } },
  "bullseye-backports": { series: "6.1", patch: 162, revision: "-1~deb11u1", abi: { suffix: "+deb11" } },
  bookworm: { series: "6.1", patch: 192, revision: "-2", abi: { counter: 56 } },
  "bookworm-backports": { series: "6.12", patch: 74, revision: "-1~bpo12+1", abi: { suffix: "+deb12" } },
  trixie: { series: "6.12", patch: 117, revision: "-1", abi: { suffix: "+deb13" } },
  "trixie-backports": { series: "6.18", patch: 12, revision: "-1~bpo13+1", abi: { suffix: "+deb13" } },
  forky: { series: "7.2", patch: 12, revision: "-1", abi: { suffix: "+deb14" } },
  sid: { series: "7.2", patch: 13, revision: "-1", abi: { suffix: "+deb14" } },
};

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
