import { XMLParser, XMLValidator } from "fast-xml-parser";

/** An element of an XML document. Names are in lower case and without namespace, because writers of one format differ in both. */
export interface XmlElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  /** The element's own text. */
  text: string;
  children: XmlElement[];
}

/** A message for people: what was found, and what was expected. */
interface XmlFault {
  wrong: string;
  expected: string;
}

const textKey = "#text";
const attributesKey = "@";

const parser = new XMLParser({
  ignoreAttributes: false,
  attributesGroupName: attributesKey,
  attributeNamePrefix: "",
  textNodeName: textKey,
  parseAttributeValue: false,
  parseTagValue: false,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 30,
});

/**
 * Parses an untrusted document and returns its root. Refuses a document type: its entities may read a file, or expand to more
 * text than memory holds.
 */
export function readXml(text: string): XmlElement | XmlFault {
  if (declaresType(text)) return { wrong: "a document type", expected: "a report without declarations" };
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is a package of its own, this one is pinned
  const valid = XMLValidator.validate(text);
  if (valid !== true) return { wrong: `line ${valid.err.line}: ${valid.err.msg}`, expected: "well-formed XML" };
  const [root, ...more] = childrenOf(parse(text));
  if (root === undefined || more.length > 0) return { wrong: "", expected: "XML with one root element" };
  return root;
}

/** A doctype in a comment, CDATA or processing instruction is no declaration: a test may have printed a page into it. */
const declaresType = (text: string): boolean =>
  [...text.matchAll(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!(doctype|entity)/gi)].some(
    ([, declaration]) => declaration !== undefined,
  );

/** Undefined if the parser fails, so that there is no root. */
function parse(text: string): unknown {
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The parser returns an element with only text as a string, and several elements of one name as a list. */
function childrenOf(value: unknown): XmlElement[] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .filter(([name]) => name !== textKey && name !== attributesKey)
    .flatMap(([name, content]) => {
      const all: unknown[] = Array.isArray(content) ? content : [content];
      return all.map((each) => elementOf(name.toLowerCase(), each));
    });
}

function elementOf(name: string, value: unknown): XmlElement {
  const attributes = isObject(value) ? value[attributesKey] : undefined;
  const text = isObject(value) ? value[textKey] : value;
  return {
    name,
    attributes: new Map(
      Object.entries(isObject(attributes) ? attributes : {}).map(([key, each]) => [key, decoded(String(each))]),
    ),
    text: typeof text === "string" ? decoded(text) : "",
    children: childrenOf(value),
  };
}

/** The parser does not decode numeric character references. */
const decoded = (text: string): string =>
  text.replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (whole: string, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
