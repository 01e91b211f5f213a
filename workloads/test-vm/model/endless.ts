import { z } from "zod";
import { leasedName } from "./test-vm/lease.ts";

const longestDays = 7;

const component = "debian:cloud:TestVm";

const vm = z.object({ expires: z.iso.datetime() });

const server = z.object({
  metadata: z.object({ "debian-test": z.string(), expires: z.iso.datetime() }),
  name: z.string(),
});

interface Resource {
  type: string;
  name: string;
  urn: string;
  props: Readonly<Record<string, unknown>>;
}

/** What is wrong with a test VM's expiry; undefined if nothing is, and for other resources. */
export function endlessness({ type, name, urn, props }: Resource, now: Date): string | undefined {
  if (type === component) {
    const expires = vm.safeParse(props).data?.expires;
    return expires === undefined ? "expected a time at which it expires" : tooLong(expires, now);
  }
  const isOfTest = urn.includes(`::${component}$`) || name.startsWith("debian-test-");
  return type === "openstack:compute/instance:Instance" && isOfTest ? endlessServer(props, now) : undefined;
}

/** The server says it in both its places, and says the same: a sweep without the state goes by its name. */
function endlessServer(props: Resource["props"], now: Date): string | undefined {
  const { data } = server.safeParse(props);
  if (data === undefined) return "expected its expiry in its name and its metadata";
  const { expires, "debian-test": vmName } = data.metadata;
  const expected = leasedName({ name: vmName, expires: new Date(expires) });
  return data.name === expected
    ? tooLong(expires, now)
    : `name is ${data.name}: expected ${expected}, its expiry in its name and its metadata`;
}

function tooLong(expires: string, now: Date): string | undefined {
  const days = (Date.parse(expires) - now.getTime()) / 86_400_000;
  return days > longestDays ? `expected to expire within ${longestDays} days, not in ${Math.ceil(days)}` : undefined;
}
