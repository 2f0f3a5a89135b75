import { compile, TreeInterpreter } from "@jmespath-community/jmespath";
import { err, ok, type Result } from "../../base/result.ts";
import { ALLOWED_FUNCTIONS } from "./expression-functions.ts";

/** What an expression reads: plain JSON. */
export type Scope = Readonly<Record<string, unknown>>;

export interface ExpressionFault {
  readonly kind: "syntax" | "too-long" | "too-deep" | "not-allowed" | "evaluation" | "too-large" | "not-text";
  readonly expression: string;
  readonly detail: string;
}

/** A compiled expression. `paths`: the facts it starts from, as far as they are named (`["answers", "shop", "name"]`). */
export interface Compiled {
  readonly paths: readonly (readonly string[])[];
  evaluate(scope: unknown): Result<unknown, ExpressionFault>;
}

const MAX_LENGTH = 500;
const MAX_DEPTH = 40;
/** Of all characters in a value, with one for each member: no screen or document holds more. */
const MAX_OUTPUT = 64 * 1024;
const MAX_CACHED = 5_000;

type Node = ReturnType<typeof compile>;
const NOTHING = compile("@");
const cache = new Map<string, Result<Compiled, ExpressionFault>>();

/** Compiles JMESPath once per text: bounded in length and depth, and to the functions and forms that this house allows. */
export function expression(text: string): Result<Compiled, ExpressionFault> {
  const known = cache.get(text);
  if (known) return known;
  const made = make(text);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(text, made);
  return made;
}

/** Compiles and evaluates in one go. */
export function evaluate(text: string, scope: unknown): Result<unknown, ExpressionFault> {
  const compiled = expression(text);
  return compiled.ok ? compiled.value.evaluate(scope) : compiled;
}

/** The value, or null where the facts do not give one: an answer that is missing is no fault of the person's. */
export function valueOrNull(text: string, scope: unknown): unknown {
  const value = evaluate(text, scope);
  return value.ok ? value.value : null;
}

/** JMESPath's own truth: false, null, "", [] and {} are not true; neither is what cannot be evaluated. */
export function isTrue(text: string, scope: unknown): boolean {
  const value = valueOrNull(text, scope);
  if (value === null || value === undefined || value === false || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

function make(text: string): Result<Compiled, ExpressionFault> {
  if (text.length > MAX_LENGTH) return fault("too-long", text.slice(0, 40), `${text.length} characters, at most ${MAX_LENGTH}`);
  let tree: Node;
  try {
    tree = compile(text);
  } catch (cause) {
    return fault("syntax", text, message(cause));
  }
  const refused = refuse(tree);
  if (refused) return fault(refused.kind, text, refused.detail);
  return ok({ paths: rootPaths(tree), evaluate: (scope) => run(text, tree, scope) });
}

function run(text: string, tree: Node, scope: unknown): Result<unknown, ExpressionFault> {
  let value: unknown;
  try {
    value = TreeInterpreter.search(tree, scope as Parameters<typeof TreeInterpreter.search>[1]);
  } catch (cause) {
    return fault("evaluation", text, message(cause));
  } finally {
    // The interpreter is one for the whole process and keeps what it last read: a person's facts, until the next person's.
    TreeInterpreter.search(NOTHING, null);
  }
  return sizeOf(value, MAX_OUTPUT) > MAX_OUTPUT ? fault("too-large", text, `more than ${MAX_OUTPUT} characters`) : ok(value ?? null);
}

function sizeOf(value: unknown, limit: number): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 1;
  let size = 1;
  for (const [key, member] of Object.entries(value)) {
    size += key.length + sizeOf(member, limit - size);
    if (size > limit) break;
  }
  return size;
}

// A value grows only where it is named twice and the result is taken up again (`[@, @][] | [@, @][] | …` doubles at each bar), or where a
// row reaches back to all rows (`$`). With these few, an expression's work stays within some hundred times what the facts hold.
const AT_MOST: Readonly<Partial<Record<Node["type"], number>>> = {
  Root: 0,
  LetExpression: 0,
  Variable: 0,
  Current: 6,
  Flatten: 4,
  Pipe: 4,
};
const MAX_NODES = 120;
/** `constructor`, `__proto__` and so on: the library reads them from any object, and none of them is a fact. */
const NO_FACTS: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

function refuse(tree: Node): { kind: "too-deep" | "not-allowed"; detail: string } | null {
  const counts = new Map<string, number>();
  let nodes = 0;
  let level: readonly Node[] = [tree];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return { kind: "too-deep", detail: `more than ${MAX_DEPTH} levels` };
    for (const node of level) {
      nodes += 1;
      if (node.type === "Function" && !ALLOWED_FUNCTIONS.has(node.name)) return { kind: "not-allowed", detail: `function ${node.name}()` };
      if (node.type === "Field" && NO_FACTS.has(node.name)) return { kind: "not-allowed", detail: `the name ${node.name}` };
      const count = (counts.get(node.type) ?? 0) + 1;
      counts.set(node.type, count);
      const most = AT_MOST[node.type] ?? MAX_NODES;
      if (count > most) return { kind: "not-allowed", detail: `more than ${most} of ${node.type}` };
    }
    level = level.flatMap(childrenOf);
  }
  return nodes > MAX_NODES ? { kind: "not-allowed", detail: `more than ${MAX_NODES} parts` } : null;
}

function childrenOf(node: Node): Node[] {
  if (node.type === "Literal") return [];
  return Object.values(node).flatMap((part: unknown) => (Array.isArray(part) ? part : [part]).filter(isNode));
}

function isNode(part: unknown): part is Node {
  return typeof part === "object" && part !== null && "type" in part && typeof part.type === "string";
}

/** Paths from the root. What stands to the right of a projection, filter, pipe or `&` is relative to something else and not told. */
function rootPaths(node: Node): string[][] {
  switch (node.type) {
    case "Field":
      return [[node.name]];
    case "Subexpression": {
      const left = rootPaths(node.left);
      const inside = isChain(node.left) ? rootPaths(node.right).map((path) => [...(left[0] ?? []), ...path]) : [];
      return inside.length > 0 ? inside : left;
    }
    case "Projection":
    case "ValueProjection":
    case "IndexExpression":
    case "FilterProjection":
    case "Pipe":
      return rootPaths(node.left);
    case "ExpressionReference":
      return [];
    default:
      return childrenOf(node).flatMap(rootPaths);
  }
}

function isChain(node: Node): boolean {
  return node.type === "Field" || (node.type === "Subexpression" && node.right.type === "Field" && isChain(node.left));
}

function fault(kind: ExpressionFault["kind"], text: string, detail: string): Result<never, ExpressionFault> {
  return err({ kind, expression: text, detail });
}

function message(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
