import { run } from "./progress.mjs";

/**
 * @param {string[]} args
 * @param {{cwd: string}} options
 */
export function npm(args, { cwd }) {
  return run("npm", [...args, "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"], {
    cwd,
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !settingOfTheOuterRun.test(name))),
  });
}

/** `npm run` passes its settings to child processes, also a prefix and flags that were meant only for itself. */
const settingOfTheOuterRun =
  /^npm_(config_(prefix|local_prefix|global_prefix|json|silent|loglevel)|package_|lifecycle_)/i;
