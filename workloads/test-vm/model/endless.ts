import { z } from "zod";

const longestDays = 7;

const vm = z.object({ expires: z.iso.datetime() });

const server = z.object({
  metadata: z.object({ "debian-test": z.string(), expires: z.iso.datetime() }),
  name: z.string().regex(/-until-\d{8}T\d{4}Z$/),
});

/** What is wrong with a test VM's expiry; undefined if nothing is, and for other resources. */
export function endlessness(
  { type, name, props }: { type: string; name: string; props: Record<string, unknown> },
  now: Date,
): string | undefined {
  if (type === "debian:cloud:TestVm") {
    const expires = vm.safeParse(props).data?.expires;
    if (expires === undefined) return "expected a time at which it expires";
    const days = (Date.parse(expires) - now.getTime()) / 86_400_000;
    return days > longestDays ? `expected to expire within ${longestDays} days, not in ${Math.ceil(days)}` : undefined;
  }
  if (type !== "openstack:compute/instance:Instance" || !name.startsWith("debian-test-")) return undefined;
  return server.safeParse(props).success ? undefined : "expected its expiry in its name and its metadata";
}
