import type { GivenNetwork } from "../../../../images/boot-tests/checks/check.ts";
import type { Firmware } from "../../../../images/boot-tests/firmware.ts";
import { findingsOf, judgeBoot, type Boot, type BootResult } from "../../../../images/boot-tests/verdict.ts";
import { definitionOf } from "../../../../images/model/definitions/vendors.ts";
import type { Image } from "../../../../images/model/image.ts";
import type { Package } from "../../../../images/builds/manifest.ts";
import { parseVersion, type Version } from "../../../../images/model/version.ts";
import type { VmRecord } from "./record.ts";

/** What an image promises. An image that no build of ours made has no version. */
export type Promised = Omit<Image, "version"> & { version: Version | null };

/** A server at the end of its test. */
export interface Ended {
  /** The firmware that it had to start with; null for a machine without a choice. */
  firmware: Firmware | null;
  ended: Boot["ended"];
  seconds: number;
  run: string;
  console: string;
  hostname: string;
  network: GivenNetwork;
  /** The size of the disk, from the flavor. */
  diskBytes: number;
  /** The seconds that it was given. */
  given: number;
}

interface Judged extends Pick<VmRecord, "findings" | "checks"> {
  verdict: "passed" | "failed";
}

/** Judges a server by the checks of boot tests. Leaves out those about things that the image does not promise. */
export function judgeServer(server: Ended, promised: Promised, packages: readonly Package[] | null): Judged {
  const { version, ...family } = promised;
  const firmware = server.firmware ?? "bios";
  const boot = judgeBoot(
    { firmware, accelerator: "nova", seconds: server.seconds, run: server.run, ended: server.ended },
    {
      image: { ...family, version: version ?? noVersion },
      vendor: definitionOf(family),
      packages: packages ?? [],
      diskBytes: server.diskBytes,
      hostname: server.hostname,
      firmware,
      network: server.network,
      console: server.console,
      seconds: server.given,
    },
  );
  const left = new Set([
    ...(version === null ? ["cloud-release"] : []),
    ...(packages === null ? ["packages"] : []),
    ...(server.firmware === null ? ["firmware"] : []),
  ]);
  const kept: BootResult = { ...boot, checks: boot.checks.filter(({ name }) => !left.has(name)) };
  // the record has the firmware in the server's combination
  const findings = findingsOf([kept]).map((finding) => finding.slice(`${firmware}: `.length));
  return {
    verdict: findings.length === 0 ? "passed" : "failed",
    findings,
    checks: kept.checks.map(({ name, result }) => ({ name, result })),
  };
}

function parsed(text: string): Version {
  const version = parseVersion(text);
  if (version === undefined) throw new RangeError(`${text}: no version`);
  return version;
}

/** For a check that is left out. */
const noVersion = parsed("19700101-1");
