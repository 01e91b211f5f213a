import { XMLParser, XMLValidator } from "fast-xml-parser";

/** An element of an XML document, without namespace and in small letters: writers of one format differ in both. */
export interface XmlElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  /** The element's own text. */
  text: string;
  children: XmlElement[];
}

/** For people: what stands there, and what was expected. */
export interface XmlFault {
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
 * Reads a document that others brought, and gives its root. A document type is refused: its entities may stand for a file, or
 * for more text than fits in memory.
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

/** In comments, literal text and instructions nothing is declared; a page that a test printed may stand there. */
const declaresType = (text: string): boolean =>
  [...text.matchAll(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!(doctype|entity)/gi)].some(
    ([, declaration]) => declaration !== undefined,
  );

/** Undefined where the parser gives up, so that there is no root. */
function parse(text: string): unknown {
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The parser gives an element that holds text alone as that text, and several of one name as a list. */
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

/** The parser leaves numbered characters as they are. */
const decoded = (text: string): string =>
  text.replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (whole: string, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
