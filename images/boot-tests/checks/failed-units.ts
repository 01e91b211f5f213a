import type { Check } from "./check.ts";

export const failedUnits: Check = {
  name: "failed-units",
  about: "systemd has no failed unit",
  collect: "echo units; systemctl list-units --failed --plain --no-legend --no-pager",
  judge(output) {
    const [head, ...lines] = output.split("\n").map((line) => line.trim());
    if (head !== "units") return ["systemd did not say which units failed"];
    const units = lines.filter((line) => line !== "").map((line) => line.split(" ")[0] ?? "");
    return units.map((unit) => `the unit ${unit} failed`);
  },
};
