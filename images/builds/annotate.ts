import { builderOf, type OwnVendors } from "../model/definitions/vendors.ts";
import { buildAnnotations, type Build } from "./manifest.ts";

/** Where a build comes from, as far as its job says it. Null: not known. */
export interface BuildOrigin {
  /** URL of the CI job. */
  job: string | null;
  commit: string | null;
  /** Null: the usual command of the vendor's builder, if it has one. */
  command: string | null;
  /** FAI's version. */
  fai: string | null;
  /** The commit or version of FAI's configuration space. */
  configSpace: string | null;
  /** How this was found, where the build did not say it itself. */
  found: string | null;
}

/**
 * The manifest with its origin as annotations, which upstream's reader accepts. A value that is already there stays: the job's own
 * values count more than those found later, and a second call changes nothing. If the manifest names another job or commit, the
 * origin belongs to another build, and nothing is added. `own`: the stack's vendors, which may name who builds them.
 */
export function annotated(build: Build, origin: BuildOrigin, own: OwnVendors = {}): Build {
  const { annotations } = build.metadata;
  const before = (name: keyof BuildOrigin): string | undefined => annotations[buildAnnotations[name]];
  const differs = (name: "job" | "commit"): boolean =>
    origin[name] !== null && before(name) !== undefined && before(name) !== origin[name];
  if (differs("job") || differs("commit")) return build;
  const isNews = (["job", "commit", "fai", "configSpace"] as const).some(
    (name) => origin[name] !== null && before(name) === undefined,
  );
  const added: BuildOrigin = {
    ...origin,
    command: origin.command ?? usualCommand(build, own),
    found: isNews ? origin.found : null,
  };
  const news = Object.entries(buildAnnotations).flatMap(([name, key]) => {
    const value = added[name as keyof BuildOrigin];
    return value === null ? [] : [[key, value] as const];
  });
  return { ...build, metadata: { ...build.metadata, annotations: { ...Object.fromEntries(news), ...annotations } } };
}

/** The command with which the vendor's builder makes the same image from the same sources; null if no row names a builder. */
export function usualCommand(build: Build, own: OwnVendors): string | null {
  const builder = builderOf(build.data.info.vendor, own);
  return builder === null ? null : [builder, ...buildArguments(build)].map(quoted).join(" ");
}

/** The arguments of debian-cloud-images (its README.md), which the builders of other vendors take as well. */
export function buildArguments({ data: { info } }: Build): string[] {
  const { release, vendor, arch, build_id: id, type, version } = info;
  const [, year, month, day, number] = /^(\d{4})(\d\d)(\d\d)-(\d+)$/.exec(version) ?? [];
  const versioned =
    number === undefined ? ["--version", version] : ["--version", number, "--version-date", `${year}-${month}-${day}`];
  return ["build", release, vendor, arch, "--build-id", id, "--build-type", type, ...versioned];
}

/** Whether a shell takes the word as it stands. */
export const isPlain = (word: string): boolean => /^[\w@%+=:,./-]+$/.test(word);

const quoted = (word: string): string => (isPlain(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
