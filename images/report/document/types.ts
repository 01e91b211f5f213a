/**
 * The content of a report or an announcement, before it becomes text, Markdown or HTML. Its texts come from builds and people and
 * are not escaped: each writer escapes them for its own format, in one place.
 */
export interface Document {
  title: string;
  /** The most important facts, a sentence each. */
  lead: readonly Text[];
  sections: readonly Section[];
}

export interface Section {
  title: string;
  tone: Tone;
  blocks: readonly Block[];
}

export type Block =
  { is: "paragraph"; text: Text } | { is: "list"; items: readonly Text[] } | Table | Details | Command;

/** A command to type, on one line, to be copied. */
interface Command {
  is: "command";
  line: string;
}

/** May be folded away. */
export interface Details {
  is: "details";
  summary: Text;
  blocks: readonly Block[];
  /** The shown part if nothing can be folded; default: the whole. */
  unfolded?: "summary" | "nothing";
}

export interface Table {
  is: "table";
  /** One for each column. */
  head: readonly string[];
  rows: readonly Row[];
  /** Keeps all its rows where other tables are shortened. */
  whole?: true;
}

export interface Row {
  tone: Tone;
  /** One for each column. */
  cells: readonly Text[];
}

/** `bad`: cannot be undone, or is wrong. `warn`: somebody has to look. */
export type Tone = "bad" | "warn" | "good" | "plain";

export type Text = readonly Span[];

/** Plain words, or emphasis: a name or version, an important word, a mark with the row's tone. */
export type Span = string | { code: string } | { strong: string } | { mark: string };
