/** How a value stands beside its key: it is assigned; it follows a colon, as a sentence may too; it follows a blank, as a word may too. */
export type Manner = "assigned" | "said" | "follows";

/** A value of a text, with its name. */
interface Pair {
  key: string;
  value: string;
  manner: Manner;
}

/** Every value in a line that has a name. */
export const pairsIn = (line: string): Pair[] =>
  forms.flatMap(({ pattern, mannerOf }) =>
    [...line.matchAll(pattern)].map(([, key = "", between = "", value = ""]) => ({
      key,
      value,
      manner: mannerOf(between),
    })),
  );

/** A character of a value. */
const part = String.raw`[^\s"'\`,;&<>(){}|\\]`;
/** A quotation mark, which may be escaped: JSON within a string. */
const quote = String.raw`(?:\\?["'])?`;
/** The quotation mark before a value; Python puts a letter before it: `b'value'`. */
const opening = String.raw`(?:[bu](?=["']))?${quote}`;

interface Form {
  /** Its groups: the key, what is between, the value. */
  pattern: RegExp;
  mannerOf: (between: string) => Manner;
}

const forms: readonly Form[] = [
  {
    // `key=value`, `key: value`, `"key": "value"`, `:key => "value"`, `key%3Dvalue`, `-Dkey=value`; a value may begin with a further key
    pattern: new RegExp(
      String.raw`(?<![\w.]-?)_{0,2}(?:(?<=-)D)?([A-Za-z][\w.-]{0,199})(${quote}\s{0,4}(?:=>|:=|[=:]|%3[dD])\s{0,4}${opening})(?=(${part}{4,500}))`,
      "g",
    ),
    mannerOf: (between) => (/^\s*:\s/.test(between) ? "said" : "assigned"),
  },
  {
    // `{"key": "key", "value": "value"}`, as GitLab lists its variables; `<x name="key" value="value"/>`
    pattern: new RegExp(
      String.raw`\b(?:key|name)${quote}\s{0,4}[:=]\s{0,4}${quote}([A-Za-z][\w.-]{0,63})(${quote}\s{0,4},?\s{0,4}${quote}value${quote}\s{0,4}[:=]\s{0,4}${quote})(${part}{4,500})`,
      "gi",
    ),
    mannerOf: () => "assigned",
  },
  {
    // `--key value`
    pattern: new RegExp(String.raw`--([A-Za-z][\w-]{0,63})(\s{1,4}["']?)((?!-)${part}{4,500})`, "g"),
    mannerOf: () => "assigned",
  },
  {
    // `<key>value</key>`
    pattern: new RegExp(String.raw`<([A-Za-z][\w.-]{0,63})(>\s{0,4})(${part}{4,500})\s{0,4}<\/`, "g"),
    mannerOf: () => "assigned",
  },
  {
    // `key value` alone on a line, as netrc's lines and a Dockerfile's `ENV key value`
    pattern: new RegExp(
      String.raw`^\s{0,20}(?:ENV\s{1,4})?([A-Za-z][\w.-]{0,63})(\s{1,4}["']?)(${part}{4,500})["']?\s{0,20}$`,
      "g",
    ),
    mannerOf: () => "follows",
  },
  {
    // `the password is value`, `password for root set to value`
    pattern: new RegExp(
      String.raw`\b(password|passphrase)(\s{1,4}(?:for\s{1,4}\S{1,100}\s{1,4})?(?:set\s{1,4})?(?:is|was|to)\s{0,4}:?\s{1,4}["']?)(${part}{4,500})`,
      "gi",
    ),
    mannerOf: () => "follows",
  },
];
