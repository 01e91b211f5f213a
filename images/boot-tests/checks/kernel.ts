import type { Check } from "./check.ts";

export const kernel: Check = {
  name: "kernel",
  about: "the kernel that runs is the one that the vendor promises: cloud or full",
  collect: "uname -r",
  judge(output, { vendor, image }) {
    const release = output.trim();
    if (!/^\d+\.\d+/.test(release)) return ["the guest did not say which kernel it runs"];
    const runs = /-cloud-/.test(release) ? "cloud" : "full";
    if (runs === vendor.kernel) return [];
    return [`runs the ${runs} kernel ${release}; ${image.vendor} has the ${vendor.kernel} one`];
  },
};
