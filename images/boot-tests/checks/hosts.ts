import type { Check } from "./check.ts";

const named = (output: string): ReadonlySet<string> =>
  new Set(
    output.split("\n").flatMap((line) => {
      const [address, ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
      return address === undefined || address === "" ? [] : names;
    }),
  );

export const hosts: Check = {
  name: "hosts",
  about: "/etc/hosts names localhost and the machine itself",
  collect: "cat /etc/hosts",
  judge(output, { hostname }) {
    const names = named(output);
    return ["localhost", hostname].filter((name) => !names.has(name)).map((name) => `/etc/hosts does not name ${name}`);
  },
};
