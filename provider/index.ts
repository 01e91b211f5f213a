import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { isDeepStrictEqual } from "node:util";
import { amphoraTypes } from "../workloads/amphora/model/resources.ts";
import { UserError } from "../images/model/errors.ts";
import { gitlabTypes } from "../clients/gitlab/runner-inputs.ts";
import { printable } from "../images/model/text/printable.ts";
import { signingSchema, type Signing } from "../images/readers/signatures.ts";
import { parseJson } from "../images/model/schema-problems.ts";
import { resourceTypes } from "../images/tree/resources.ts";
import { providerConfigSchema } from "../images/tree/provider-config.ts";
import { testVmTypes } from "../workloads/test-vm/model/test-vm/resources.ts";
import { testTypes } from "../images/boot-tests/test-resources.ts";
import { explained } from "../storage/files/fault.ts";
import { areNoted, noteFound, noteWritten } from "../storage/repairs.ts";
import { checkPlaces } from "../storage/tree/places.ts";
import { KeyedLocks, Slots } from "../storage/concurrency.ts";
import { bind, parseProperties, type BoundKind } from "../provider-sdk/bind.ts";
import { gitlabRunner } from "../workloads/runner/provider/index.ts";
import type { Operation } from "../provider-sdk/kind.ts";
import { readAdvisoryPlaces } from "./mirror/index/pages/advisories.ts";
import { imageFiles } from "./mirror/image-files/index.ts";
import { index } from "./mirror/index/index.ts";
import { latest } from "./mirror/latest/index.ts";
import { version } from "./mirror/version/index.ts";
import { targetKinds } from "../targets/kinds.ts";
import { amphoraImage } from "../workloads/amphora/provider/amphora-image/index.ts";
import { amphoraTag } from "../workloads/amphora/provider/amphora-tag/index.ts";
import type { Display, Provider } from "../provider-sdk/provider.ts";
import { amphoraBoot } from "../workloads/amphora/provider/amphora-boot/index.ts";
import { bootTest } from "./boot-tests/boot-test/index.ts";
import { gate } from "./boot-tests/gate/index.ts";
import { allResults } from "../workloads/test-vm/provider/all-results/index.ts";
import { sweep } from "../workloads/test-vm/provider/sweep/index.ts";
import { vmResult } from "../workloads/test-vm/provider/vm-result/index.ts";

/**
 * The provider of package `debian`.
 *
 * @param process the key of what its operations share
 */
export function createProvider(
  display: Display,
  process: object = {},
  known: ReadonlyMap<string, BoundKind> = kinds,
): Provider {
  const kindOf = (urn: string): BoundKind => kindIn(known, urn);
  let configured: Configured | undefined;
  const locks = new KeyedLocks();
  const cancelled = new AbortController();
  const running = new Set<Promise<unknown>>();

  const operation = (urn: string): Operation => {
    if (configured === undefined) throw new UserError(notConfigured);
    const { places, results, ...settings } = configured;
    return {
      get places() {
        return present(places, "tree and staging");
      },
      get results() {
        return present(results, "results");
      },
      ...settings,
      urn,
      locks,
      process,
      signal: cancelled.signal,
      report: (text) => display.report(urn, text),
      warn: (text) => display.warn(urn, printable(text)),
    };
  };
  const run = async <T>(urn: string, work: (operation: Operation) => Promise<T>): Promise<T> => {
    const task = explained(nameOf(urn), async () => work(operation(urn)));
    running.add(task);
    try {
      return await task;
    } finally {
      running.delete(task);
    }
  };

  const writing = async <T>(urn: string, work: (operation: Operation) => Promise<T>): Promise<T> => {
    const result = await run(urn, work);
    noteWritten(urn);
    return result;
  };

  return {
    schema: () => readFile(new URL("../schemas/provider.json", import.meta.url), "utf8"),
    async configure(config) {
      const { tree, staging, results, jobs, dailiesGoAfter, dailiesHideAfter, url, advisories, sign, gitlabToken } =
        parseProperties(providerConfigSchema, config, "the provider's configuration");
      configured = {
        places: tree === undefined || staging === undefined ? undefined : await checkPlaces({ tree, staging }),
        results,
        slots: new Slots(jobs ?? availableParallelism()),
        dailiesGoAfter: dailiesGoAfter ?? defaultDailiesGoAfter,
        dailiesHideAfter,
        url,
        advisories: advisories === undefined ? [] : readAdvisoryPlaces(advisories),
        signing: sign === undefined ? undefined : readSigning(sign),
        gitlabToken,
      };
    },
    check: async (urn, news) => kindOf(urn).check(news),
    async diff(urn, olds, news) {
      const kind = kindOf(urn);
      const difference = kind.diff(olds, news);
      // on a machine without the tree there is nothing to compare
      const isHere = configured?.places !== undefined && existsSync(configured.places.tree);
      if (difference.changes.length > 0 || !isHere) return difference;
      const findings = await run(urn, (context) => kind.look(context, olds));
      if (findings.length === 0) return difference;
      display.warn(urn, `changed since the last run; up repairs it: ${findings.join("; ")}`);
      noteFound(urn, findings);
      return { changes: [found], replaces: [] };
    },
    create: (urn, news) => writing(urn, (context) => kindOf(urn).create(context, news)),
    read: (urn, state) =>
      run(urn, async (context) => {
        const kind = kindOf(urn);
        const read = await kind.read(context, state);
        // a refresh replaces what was written last by what it read, so a preview after it has nothing to compare
        if (areNoted() && !isDeepStrictEqual(read?.outputs, state.outputs))
          noteFound(urn, await kind.look(context, state.outputs));
        return read;
      }),
    update: (urn, olds, news) => writing(urn, (context) => kindOf(urn).update(context, olds, news)),
    delete: (urn, olds) => run(urn, (context) => kindOf(urn).delete(context, olds)),
    async cancel() {
      cancelled.abort(new Error("the run was cancelled"));
      await Promise.allSettled(running);
    },
  };
}

/** The property under which a preview shows a change outside of the state. It is no input. */
const found = "found";

/** A stack leaves out what it does not use. */
interface Configured extends Pick<
  Operation,
  "slots" | "dailiesGoAfter" | "dailiesHideAfter" | "url" | "advisories" | "signing" | "gitlabToken"
> {
  places: Operation["places"] | undefined;
  results: string | undefined;
}

function present<T>(value: T | undefined, keys: string): T {
  if (value !== undefined) return value;
  throw new UserError({ ...notConfigured, expected: `its configuration: ${keys}` });
}

const readSigning = (text: string): Signing =>
  parseJson(signingSchema, text, { where: "the provider's sign", remedy: "correct cloud-images:mirror.sign" });

/** As the retention of the configuration has it. */
const defaultDailiesGoAfter = 120;

const notConfigured = {
  where: "the provider debian",
  value: "",
  expected: "its configuration",
  remedy: "register an explicit provider resource with it",
};

export const kinds = new Map<string, BoundKind>([
  [resourceTypes.imageFiles, bind(imageFiles)],
  [resourceTypes.version, bind(version)],
  [resourceTypes.latest, bind(latest)],
  [resourceTypes.index, bind(index)],
  [resourceTypes.gate, bind(gate)],
  [testTypes.bootTest, bind(bootTest)],
  [testVmTypes.vmResult, bind(vmResult)],
  [testVmTypes.sweep, bind(sweep)],
  [testVmTypes.allResults, bind(allResults)],
  ...targetKinds,
  [amphoraTypes.image, bind(amphoraImage)],
  [amphoraTypes.tag, bind(amphoraTag)],
  [amphoraTypes.boot, bind(amphoraBoot)],
  [gitlabTypes.runner, bind(gitlabRunner)],
]);

/** A URN is `urn:pulumi:<stack>::<project>::<types of the parents>$<type>::<name>`. */
function kindIn(known: ReadonlyMap<string, BoundKind>, urn: string): BoundKind {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const kind = known.get(type);
  if (kind === undefined)
    throw new UserError({ where: urn, value: type, expected: [...known.keys()].join(", "), remedy: "use one of them" });
  return kind;
}

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? urn;
