import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

/** Asks Octavia's own code without a pause which image it would boot. */
export class Watcher {
  /** The answers in order, an image's id or `none: …`. Equal answers in a row are one. */
  readonly answers: string[] = [];
  /** How often Octavia was asked. */
  asked = 0;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(configuration: string, tag: string): Promise<Watcher> {
    const script = path.join(import.meta.dirname, "../services/octavia_image.py");
    // Debian's Python, which has Octavia
    const child = spawn("/usr/bin/python3", [script, configuration, tag], { stdio: ["ignore", "pipe", "ignore"] });
    const watcher = new Watcher(child);
    const lines = createInterface(child.stdout);
    lines.on("line", (line) => watcher.#hear(line.slice(line.indexOf(" ") + 1)));
    await Promise.race([once(lines, "line"), once(lines, "close").then(() => Promise.reject(new Error("it ended")))]);
    return watcher;
  }

  #hear(answer: string): void {
    this.asked++;
    if (this.answers.at(-1) !== answer) this.answers.push(answer);
  }

  /** Drops all answers but the last. */
  forget(): void {
    this.answers.splice(0, this.answers.length - 1);
  }

  async end(): Promise<void> {
    this.#child.kill();
    await once(this.#child, "exit");
  }
}
