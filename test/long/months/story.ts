import type { DecisionRule } from "../../../images/tree/decision-rules.ts";

/** What happens on a day after its build. The build of the next day is the first to have it. */
export type Deed =
  | { kind: "advisory"; source: string; cve: string }
  /** An advisory for a source that no image has. */
  | { kind: "advisory elsewhere"; source: string; cve: string }
  /** A vulnerability that the tracker knows and no advisory names, and its fix in the stable updates. */
  | { kind: "quiet fix"; source: string; cve: string }
  | { kind: "rebuild" }
  | { kind: "point release" }
  | { kind: "tracker unreachable" }
  | { kind: "tracker back" }
  /** Withdraws the daily of the newest release, in the daily stack. */
  | { kind: "withdraw the daily" }
  | { kind: "answer that it stays" }
  | { kind: "hold"; reason: string }
  | { kind: "hold no more" };

/** By day: what happens in two months of trixie. */
export const story: Readonly<Record<string, Deed>> = {
  "2026-07-03": { kind: "rebuild" },
  "2026-07-06": { kind: "advisory", source: "linux", cve: "CVE-2026-1001" },
  "2026-07-10": { kind: "quiet fix", source: "vim", cve: "CVE-2026-1002" },
  "2026-07-14": { kind: "advisory", source: "openssl", cve: "CVE-2026-1003" },
  "2026-07-18": { kind: "advisory elsewhere", source: "chromium", cve: "CVE-2026-1004" },
  "2026-07-22": { kind: "tracker unreachable" },
  "2026-07-26": { kind: "advisory", source: "glibc", cve: "CVE-2026-1005" },
  "2026-07-29": { kind: "tracker back" },
  "2026-08-01": { kind: "quiet fix", source: "curl", cve: "CVE-2026-1006" },
  "2026-08-18": { kind: "point release" },
  "2026-08-21": { kind: "withdraw the daily" },
  "2026-08-23": { kind: "answer that it stays" },
  "2026-08-24": { kind: "hold", reason: "the cloud sprint: nobody watches" },
  "2026-08-25": { kind: "advisory", source: "systemd", cve: "CVE-2026-1007" },
  "2026-08-28": { kind: "hold no more" },
};

export const [firstDay, lastDay] = ["2026-07-01", "2026-08-31"] as const;

/** By day: the rule by which a release is published. */
export const releases: Readonly<Record<string, DecisionRule>> = {
  "2026-07-01": "first-release",
  "2026-07-07": "reboot",
  "2026-07-15": "security",
  "2026-07-29": "reboot",
  "2026-08-12": "security",
  "2026-08-19": "point-release",
  "2026-08-28": "reboot",
};

/** By day: the rule of another decision than to wait for the next reason. */
export const otherDecisions: Readonly<Record<string, DecisionRule>> = {
  "2026-07-06": "waiting-for-build",
  "2026-07-14": "waiting-for-build",
  // the copy of the tracker of the 22nd is still new enough
  "2026-07-25": "nothing",
  "2026-07-26": "unknown-security",
  "2026-07-28": "unknown-security",
  "2026-08-18": "nothing",
  "2026-08-24": "person",
  "2026-08-26": "person",
};
