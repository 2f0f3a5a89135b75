import type { Fault } from "../../base/checked.ts";

export const FILE_TYPES = ["application/pdf", "application/ofd"] as const;
export type FileType = (typeof FILE_TYPES)[number];

/** How a department gives a file: for operations with use "document" (a PDF for the kiosk's printer) and "download" (for a phone). */
export interface FileRule {
  /** What the department may send. By its first bytes, not by what it is called: a PDF is refused where an OFD was meant. */
  readonly types: readonly FileType[];
  /** Keys that lead to the file as base64 in a JSON reply, `data.file`. Absent: the reply's body is the file. */
  readonly base64?: string;
  /**
   * JMESPath over what comes with the file: the JSON reply without it, or `{headers}` (names in lower case) where the body is the file.
   * `code`: the number under which it can be verified. `media` and `sides`: words of a `DocumentStatement`; `sides` is one-sided when absent.
   */
  readonly code?: string;
  readonly media?: string;
  readonly sides?: string;
  /** Only "download": what it is called on the phone, without an ending. */
  readonly name?: string;
  /** Only "download": the parameter whose last four characters the phone's owner is asked for. Absent: no question is asked. */
  readonly check?: string;
}

const EXPRESSION = { type: "string", minLength: 1, maxLength: 500 } as const;

export const FILE_RULE = {
  type: "object",
  required: ["types"],
  additionalProperties: false,
  properties: {
    types: { type: "array", minItems: 1, uniqueItems: true, items: { enum: FILE_TYPES } },
    base64: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9_]{0,39}(\\.[A-Za-z][A-Za-z0-9_]{0,39}){0,4}$" },
    code: EXPRESSION,
    media: EXPRESSION,
    sides: EXPRESSION,
    // No mark that ends a header's value, and none that is a path on a phone.
    name: { type: "string", pattern: "^[^\\u0000-\\u001f\"'\\\\/:*?<>|%;]{1,60}$" },
    check: { type: "string", pattern: "^[a-z][A-Za-z]{0,39}$" },
  },
} as const;

type Filed = { readonly use: string; readonly method: string; readonly file?: FileRule; readonly answer: object };

/** What a schema cannot say of an operation that gives a file, or must not give one. */
export function lintFile(at: string, { use, method, file, answer }: Filed): Fault[] {
  const wants = use === "document" || use === "download";
  if (!wants) return file ? [{ at: `${at}/file`, problem: 'only for use "document" or "download"' }] : [];
  if (!file) return [{ at: `${at}/file`, problem: `use "${use}" must say how the file comes` }];
  const faults: Fault[] = [];
  const say = (where: string, problem: string) => faults.push({ at: at + where, problem });
  if (method !== "POST") say("/method", "what a file is asked with names a person, and stands in a body: use POST");
  if (Object.keys(answer).length > 0) say("/answer", "a file has no answer; name code, media and sides in /file");
  if (use === "document") {
    if (file.types.some((type) => type !== "application/pdf")) say("/file/types", "the printer takes application/pdf and nothing else");
    if (!file.media) say("/file/media", "a document for the printer needs its paper's size");
    if (file.name) say("/file/name", 'only for use "download"');
    if (file.check) say("/file/check", 'only for use "download"');
  } else {
    if (!file.name) say("/file/name", "a file for a phone needs a name");
    if (file.media ?? file.sides) say("/file", 'media and sides are for use "document"');
  }
  return faults;
}

/** Its expressions, by place. */
export function fileExpressions(at: string, { code, media, sides }: FileRule): [string, string][] {
  return Object.entries({ code, media, sides }).flatMap(([key, text]): [string, string][] => (text ? [[`${at}/${key}`, text]] : []));
}
