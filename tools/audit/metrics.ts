import { findingKinds, type AuditResult } from "./finding.ts";

/** The metrics for node_exporter's textfile collector. `ended`: seconds since 1970. */
export function metricsText(stack: string, { findings, unasked, files }: AuditResult, ended: number): string {
  const labels = (more: Readonly<Record<string, string>> = {}): string =>
    `{${Object.entries({ stack, ...more })
      .map(([name, value]) => `${name}="${escaped(value)}"`)
      .join(",")}}`;
  const count = (kind: string): number => findings.filter((finding) => finding.kind === kind).length;
  return [
    ...gauge("last_run_timestamp_seconds", "When the last audit ended.", [[labels(), ended]]),
    ...gauge("files", "Files that are public by their records.", [[labels(), files.total]]),
    ...gauge("files_read", "Files that the last audit read.", [[labels(), files.read]]),
    ...gauge("bytes_read", "Bytes that the last audit read.", [[labels(), files.bytes]]),
    ...gauge("files_unread", "Files that no audit has read yet.", [[labels(), files.unread]]),
    ...gauge(
      "oldest_reading_seconds",
      "Age of the reading that is the longest ago; absent while a file was never read.",
      files.oldest === null ? [] : [[labels(), files.oldest]],
    ),
    ...gauge(
      "findings",
      "What is not as promised, by kind.",
      findingKinds.map((kind) => [labels({ kind }), count(kind)]),
    ),
    ...gauge("unasked", "What could not be asked.", [[labels(), unasked.length]]),
    "",
  ].join("\n");
}

function gauge(name: string, help: string, samples: readonly (readonly [labels: string, value: number])[]): string[] {
  const whole = `cloud_images_audit_${name}`;
  return [
    `# HELP ${whole} ${help}`,
    `# TYPE ${whole} gauge`,
    ...samples.map(([labels, value]) => `${whole}${labels} ${value}`),
  ];
}

const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
