import { splitAtIds, trackerPage } from "../releases/security/tracker-page.ts";

interface Writer {
  words: (text: string) => string;
  /** `words`: already in the output's format. */
  link: (words: string, address: string) => string;
}

/** Links each advisory and each vulnerability in a text to its page in the security tracker. */
export const linked = (text: string, { words, link }: Writer): string =>
  splitAtIds(text)
    .map((part, index) => (part === "" ? "" : index % 2 === 0 ? words(part) : link(words(part), trackerPage(part))))
    .join("");
