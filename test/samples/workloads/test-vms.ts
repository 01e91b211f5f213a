import type { VmRecord } from "../../../workloads/test-vm/model/test-vm/record.ts";

/** A record for tests: a VM of one image of FAI that passed. */
export const vmRecord = (more: Partial<VmRecord> = {}): VmRecord => ({
  key: "0123456789",
  attempt: 1,
  verdict: "passed",
  findings: [],
  checks: [],
  image: "trixie",
  lineage: "fai",
  combination: {
    cloud: "ours",
    image: more.image ?? "trixie",
    arch: "amd64",
    flavor: "small",
    network: "tests",
    hypervisor: "kvm",
    firmware: "bios",
    diskBus: "scsi",
  },
  at: "2026-07-12T12:00:00Z",
  seconds: 71,
  ...more,
});
