import { isDone } from "../../images/boot-tests/console.ts";
import { isRefused } from "../../images/boot-tests/firmware.ts";
import type { Boot } from "../../images/boot-tests/verdict.ts";
import { hasPrompt } from "../../images/boot-tests/checks/serial-console.ts";

/** Characters of a console that are kept; a guest that writes more is stopped. */
const mostConsole = 2 << 20;

/** Follows a console while it grows, and ends when nothing more is expected. */
export class Listener {
  console = "";
  readonly #run: string;
  readonly #over: (ended: Boot["ended"]) => void;
  #last: NodeJS.Timeout | undefined;

  /** `over` is called at least once when listening may end. */
  constructor(run: string, over: (ended: Boot["ended"]) => void) {
    this.#run = run;
    this.#over = over;
  }

  hear(text: string): void {
    this.console = (this.console + text).slice(0, mostConsole);
    if (this.console.length >= mostConsole) this.#over("flooded");
    else if (isRefused(this.console)) this.#lingerFor(refusalLinger, "stopped");
    else if (isDone(this.console, this.#run)) {
      if (hasPrompt(this.console)) this.#lingerFor(twinLinger, "reported");
      else this.#lingerFor(promptLinger, "reported");
    }
  }

  /** To be called at the end of the console. */
  end(): void {
    clearTimeout(this.#last);
  }

  #lingerFor(milliseconds: number, ended: Boot["ended"]): void {
    this.#last ??= setTimeout(() => this.#over(ended), milliseconds);
  }
}

/** A firmware that refused one loader tries the next one. */
const refusalLinger = 5_000;
/** Another message may have broken the line; the second copy follows at once. */
const twinLinger = 3_000;
/** A prompt may come after cloud-init's end. */
const promptLinger = 15_000;
