import { createProvider } from "../../provider/index.ts";
import type { Display, Provider } from "../../provider/provider.ts";
import { serve } from "../../provider/rpc/serve.ts";
import { beforeDiskChanges } from "./disk.ts";
import { faultSchema, faultVariable, type Fault } from "./fault.ts";
import { strike } from "./strike.ts";

/** The real provider, served as ever, with one fault in one operation. */

const kindOf = (urn: string): string => urn.split("::")[2]?.split(":").at(-1) ?? "";

function withFault(provider: Provider, fault: Fault): Provider {
  let changesLeft = Infinity;
  beforeDiskChanges(() => {
    changesLeft -= 1;
    if (changesLeft === 0) strike(fault);
  });
  const struck = async <T>(urn: string, operation: Fault["operation"], work: () => Promise<T>): Promise<T> => {
    if (kindOf(urn) !== fault.kind || operation !== fault.operation) return work();
    if (fault.moment === "before") strike(fault);
    if (typeof fault.moment === "number") changesLeft = fault.moment;
    const result = await work();
    changesLeft = Infinity;
    if (fault.moment === "after") strike(fault);
    return result;
  };
  return {
    ...provider,
    create: (urn, news) => struck(urn, "create", () => provider.create(urn, news)),
    update: (urn, olds, news) => struck(urn, "update", () => provider.update(urn, olds, news)),
    delete: (urn, olds) => struck(urn, "delete", () => provider.delete(urn, olds)),
  };
}

const fault = process.env[faultVariable];
const create = (display: Display): Provider =>
  fault === undefined
    ? createProvider(display)
    : withFault(createProvider(display), faultSchema.parse(JSON.parse(fault)));

const engine = process.argv.slice(2).findLast((argument) => !argument.startsWith("-"));

void serve(create, engine);
