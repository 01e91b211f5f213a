import type { Check } from "./check.ts";

export const cloudRelease: Check = {
  name: "cloud-release",
  about: "/etc/cloud-release says which image it is",
  collect: "cat /etc/cloud-release",
  judge(output, { image }) {
    const found = new Map(
      output.split("\n").flatMap((line): [string, string][] => {
        const [, key, value] = /^([A-Z_]+)="?([^"]*)"?$/.exec(line.trim()) ?? [];
        return key === undefined || value === undefined ? [] : [[key, value]];
      }),
    );
    const expected: [string, string][] = [
      ["ID", image.vendor],
      ["VERSION", image.version],
    ];
    return expected
      .filter(([key, value]) => found.get(key) !== value)
      .map(([key, value]) => `/etc/cloud-release has ${key} ${found.get(key) ?? "not at all"}, not ${value}`);
  },
};
