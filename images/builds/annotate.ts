import { buildAnnotations, type Build } from "./manifest.ts";

/** What a build's job knows of it. Null: not known. */
export interface BuildOrigin {
  /** URL of the CI job. */
  job: string | null;
  commit: string | null;
  /** Null: the one that debian-cloud-images takes for such a build. */
  command: string | null;
  /** FAI's version. */
  fai: string | null;
  /** The commit or version of FAI's configuration space. */
  configSpace: string | null;
  /** How this was found, where the build did not say it itself. */
  found: string | null;
}

/**
 * The manifest with its origin, as annotations: upstream's reader takes any. Each value stays that is there already, so that
 * the job's own word counts more than what is found out later, and a repeat changes nothing. A manifest that names another job or
 * commit stays as it is: the origin is another build's, and values of two builds must not stand side by side.
 */
export function annotated(build: Build, origin: BuildOrigin): Build {
  const { annotations } = build.metadata;
  const before = (name: keyof BuildOrigin): string | undefined => annotations[buildAnnotations[name]];
  const differs = (name: "job" | "commit"): boolean =>
    origin[name] !== null && before(name) !== undefined && before(name) !== origin[name];
  if (differs("job") || differs("commit")) return build;
  const isNews = (["job", "commit", "fai", "configSpace"] as const).some(
    (name) => origin[name] !== null && before(name) === undefined,
  );
  const said: BuildOrigin = {
    ...origin,
    command: origin.command ?? usualCommand(build),
    found: isNews ? origin.found : null,
  };
  const added = Object.entries(buildAnnotations).flatMap(([name, key]) => {
    const value = said[name as keyof BuildOrigin];
    return value === null ? [] : [[key, value] as const];
  });
  return { ...build, metadata: { ...build.metadata, annotations: { ...Object.fromEntries(added), ...annotations } } };
}

/** What builds the same image from the same sources: debian-cloud-images/README.md. */
export function usualCommand({ data: { info } }: Build): string {
  const { release, vendor, arch, build_id: id, type, version } = info;
  const [, year, month, day, number] = /^(\d{4})(\d\d)(\d\d)-(\d+)$/.exec(version) ?? [];
  const versioned =
    number === undefined ? ["--version", version] : ["--version", number, "--version-date", `${year}-${month}-${day}`];
  const words = [release, vendor, arch, "--build-id", id, "--build-type", type, ...versioned];
  return ["debian-cloud-images", "build", ...words].map(quoted).join(" ");
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
