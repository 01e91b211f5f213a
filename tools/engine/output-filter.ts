import { stripVTControlCharacters } from "node:util";

/**
 * The message for every step that another step's failure prevented (pulumi 3.276.0,
 * resource/deploy/deployment_executor.go), and our provider's for every step that a stopped run cancelled. After one full disk
 * up to 36 such lines surround the one with the cause.
 */
const consequence = /expected resource operations for \S.* but none were seen|error: the run was cancelled$/;

/** A row of the display: a sign for the operation, the type, the name, and the message. */
const row = /^.{4}(?<resource>\S+:\S+ \S+) +(?<said>.*)$/;

/** The final note about a resource with errors, and their number. */
const oneError = /^\*\*(\w+ )?failed\*\* 1 error$/;
const errored = /^ {4}(?<count>\d+) errored$/;

/** The engine's summary of a failure, which repeats all messages. */
const verdict = /^\s*error: (update|preview) (failed|canceled)$/;

/** The engine's advice about protected resources (resource/deploy/step.go, step_generator.go), over one line or several. */
const advice = /\s*To unprotect the resource,[\s\S]*?`pulumi state unprotect [\s\S]*?`\.?/;
const instead = " It stays: npm run explain says what the plan has with it.";

/** The engine's advice about a plan file that no longer exists, for steps that this program takes. */
const ofOurPlan = /^(Update plan written to|Run `pulumi up --plan=)/;

interface OutputFilter {
  /** The text to show now, after this line. */
  line: (line: string) => string[];
  /** The remaining text to show after the engine has ended. */
  end: () => string[];
  /** The number of hidden lines. */
  kept: () => number;
}

/**
 * Hides the parts of the engine's display that hide the one line with the cause. Works line by line; the diagnostics at the end
 * are handled per resource.
 */
export function outputFilter(): OutputFilter {
  let diagnostics: string[] | null = null;
  let kept = 0;
  /** Steps that were never begun, or not ended: the engine counts them among those that failed. */
  const notDone = new Set<string>();
  const told = (line: string): string[] => {
    const text = plain(line);
    const { resource, said = "" } = row.exec(text)?.groups ?? {};
    if (consequence.test(text)) {
      if (resource !== undefined) notDone.add(resource);
      return [];
    }
    if (ofOurPlan.test(text)) return [];
    if (resource !== undefined && notDone.has(resource) && oneError.test(said)) return [];
    const count = errored.exec(text)?.groups?.["count"];
    if (count === undefined) return [line];
    const failed = Number(count) - notDone.size;
    return failed > 0 ? [line.replace(`${count} errored`, `${failed} errored`)] : [];
  };
  const shown = (line: string): string[] => {
    const left = told(line);
    if (left.length === 0) kept += 1;
    return left;
  };
  const endDiagnostics = (): string[] => {
    const lines = diagnostics ?? [];
    diagnostics = null;
    const left = sifted(lines);
    kept += lines.length - left.length;
    return left;
  };
  return {
    line(line) {
      const text = plain(line);
      if (text === "Diagnostics:") {
        diagnostics = [line];
        return [];
      }
      if (diagnostics === null) return shown(line);
      if (text === "" || text.startsWith(" ")) {
        diagnostics.push(line);
        return [];
      }
      return [...endDiagnostics(), ...shown(line)];
    },
    end: endDiagnostics,
    kept: () => kept,
  };
}

const plain = (line: string): string => stripVTControlCharacters(line).trimEnd();

/** A resource's name, and its messages up to the next empty line. */
interface Group {
  head: string;
  body: readonly string[];
}

/** The messages with a cause; without one, the engine's message about the whole run. */
function sifted([title, ...lines]: readonly string[]): string[] {
  if (title === undefined) return [];
  const groups = groupsOf(lines).map(({ head, body }) => ({ head, body: body.filter(isNoConsequence) }));
  const telling = groups
    .map(({ head, body }) => ({ head, body: withoutAdvice(body.filter((line) => !verdict.test(plain(line)))) }))
    .filter(({ body }) => body.some((line) => plain(line) !== ""));
  const hasError = telling.some(({ body }) => body.some((line) => /^\s*error: /.test(plain(line))));
  const told = hasError ? telling : groups.filter(({ body }) => body.some((line) => plain(line) !== ""));
  if (told.length === 0) return [];
  return [title, ...told.toSorted(errorsFirst).flatMap(({ head, body }) => [head, ...withoutAdvice(body), ""])];
}

const isNoConsequence = (line: string): boolean => !consequence.test(plain(line));

const errorsFirst = (a: Group, b: Group): number => Number(isError(b)) - Number(isError(a));

const isError = ({ body }: Group): boolean => body.some((line) => /^\s*error: /.test(plain(line)));

/** The display indents a resource's name by two spaces, and its messages by four. */
function groupsOf(lines: readonly string[]): Group[] {
  const groups: { head: string; body: string[] }[] = [];
  for (const line of lines) {
    const text = plain(line);
    if (/^ {2}\S/.test(text)) groups.push({ head: line, body: [] });
    else if (text !== "") groups.at(-1)?.body.push(line);
  }
  return groups;
}

function withoutAdvice(body: readonly string[]): string[] {
  const text = body.join("\n");
  return advice.test(plain(text)) ? plain(text).replace(advice, instead).split("\n") : [...body];
}
