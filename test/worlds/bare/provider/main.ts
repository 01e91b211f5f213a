import type { Provider } from "../../../../provider-sdk/provider.ts";
import { serve } from "../../../../provider-sdk/rpc/serve.ts";

/** A provider that does nothing, at once. */
const provider: Provider = {
  schema: async () => "{}",
  configure: async () => undefined,
  check: async () => [],
  diff: async () => ({ changes: [], replaces: [] }),
  create: async (urn, outputs) => ({ id: urn, outputs }),
  read: async (_urn, state) => state,
  update: async (_urn, _olds, news) => news,
  delete: async () => undefined,
  cancel: async () => undefined,
};

void serve(() => provider, undefined);
