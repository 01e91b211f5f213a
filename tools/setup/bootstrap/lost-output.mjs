// Plain JavaScript without packages: help is printed before anything is installed.

/** @type {NodeJS.ErrnoException | undefined} */
let lost;

/**
 * Ends the process with 1 and a message if its standard output did not take everything, as on a full disk: Node's console ignores that.
 * A reader who has seen enough (`| head`) loses nothing.
 */
export function tellLostOutput() {
  if (process.stdout.listeners("error").includes(noteLoss)) return;
  process.stdout.on("error", noteLoss);
  process.on("exit", () => {
    if (lost === undefined) return;
    console.error(
      `standard output: ${lost.code ?? lost.message}: expected room for all that is printed; make room, or print to another place, and run again`,
    );
    process.exitCode = 1;
  });
}

/** @param {NodeJS.ErrnoException} error */
function noteLoss(error) {
  if (error.code !== "EPIPE") lost ??= error;
}
