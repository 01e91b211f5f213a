import { splitAtIds, trackerPage } from "../security/tracker-page.ts";

interface Writer {
  words: (text: string) => string;
  /** `words`: as they are written already. */
  link: (words: string, address: string) => string;
}

/** A text in which each advisory and each hole leads to its page; the rest is written as it is. */
export const linked = (text: string, { words, link }: Writer): string =>
  splitAtIds(text)
    .map((part, index) => (part === "" ? "" : index % 2 === 0 ? words(part) : link(words(part), trackerPage(part))))
    .join("");
