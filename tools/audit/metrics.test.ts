import { expect, test } from "vitest";
import { metricsText } from "./metrics.ts";

const files = { total: 12, read: 5, bytes: 4096, oldest: 3600, unread: 0 };
const text = metricsText(
  'tri"xie',
  { findings: [{ kind: "bytes", where: "x", finding: "y" }], unasked: [], files },
  1_785_000_000,
);

test("each figure has its help and its type, and each kind of finding is counted, those of which there is none too", () => {
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  for (const sample of samples) {
    const name = sample.slice(0, sample.indexOf("{"));
    expect(text).toMatch(new RegExp(`^# HELP ${name} .+\\n# TYPE ${name} gauge$`, "m"));
    expect(sample).toMatch(/^[a-z_]+\{stack="tri\\"xie"(,kind="[a-z]+")?\} \d+$/);
  }
  expect(text).toContain('cloud_images_audit_findings{stack="tri\\"xie",kind="bytes"} 1');
  expect(text).toContain('cloud_images_audit_findings{stack="tri\\"xie",kind="policy"} 0');
  expect(text).toContain('cloud_images_audit_oldest_reading_seconds{stack="tri\\"xie"} 3600');
  expect(text.endsWith("\n")).toBe(true);
});

test("while a file was never read, no age is told", () => {
  const without = metricsText("dev", { findings: [], unasked: [], files: { ...files, oldest: null, unread: 3 } }, 1);
  expect(without).not.toContain("oldest_reading_seconds{");
  expect(without).toContain('files_unread{stack="dev"} 3');
});
