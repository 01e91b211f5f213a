import { approvalApi, sealed, type Approval, type ApprovalContents } from "../../images/approval/approval.ts";
import { day } from "./samples.ts";

/** An approval for tests: a release is promoted over another. */

const older = "debian-13-20260705-2530";
const newer = "debian-13-20260706-2531";

const digest = (character: string): string => character.repeat(64);

const urn = (type: string, name: string): string => `urn:pulumi:trixie-release::cloud-images::${type}::${name}`;
export const urns = {
  files: urn("debian:cloud:PublishedImage$debian:mirror:ImageFiles", "debian-13-ec2-amd64-20260706-2531-files"),
  version: urn("debian:cloud:Publication$debian:mirror:Version", newer),
  olderVersion: urn("debian:cloud:Publication$debian:mirror:Version", older),
  index: urn("debian:cloud:Publication$debian:mirror:Index", "trixie-release"),
};

export const contents: ApprovalContents = {
  apiVersion: approvalApi,
  kind: "Approval",
  stack: "trixie-release",
  day: day("2026-07-06"),
  settings: {
    "cloud-images:retention.hideAfter": "14",
    "cloud-images:publish.version": '"20260706-2531"',
    "cloud-images:allowDelete": "[]",
  },
  plan: {
    "debian-13-ec2-amd64-20260705-2530@mirror": "superseded, 20260706-2531 is newer (aaaa)",
    "debian-13-ec2-amd64-20260706-2531@mirror": "current, the gate opens (bbbb)",
  },
  sources: { "debian-13-ec2-amd64-20260706-2531": digest("d") },
  state: digest("e"),
  program: { "images/": digest("2"), "policy/": digest("3") },
  table: ["debian-13-ec2-amd64-20260705-2530@mirror superseded", "debian-13-ec2-amd64-20260706-2531@mirror current"],
  deletions: ["debian-13-ec2-amd64-20260101-2000@mirror"],
  refresh: false,
  arguments: [],
  steps: {
    [urns.files]: ["create"],
    [urns.version]: ["create"],
    [urns.olderVersion]: ["update"],
    [urns.index]: ["update"],
  },
  replaces: null,
  engine: "{}",
};

export const approval: Approval = sealed(contents);
