import type { AnySchemaObject } from "ajv";

/** A second net under the first: a schema of strangers may forget to say `writeOnly`. */
const SECRET_NAME = /pass(word|phrase|wd)|secret|token|api-?key|^pin$|credential/i;

/** Options for showing: what the schema marks `writeOnly: true` is left out, at any depth. */
export function withoutSecrets(schema: AnySchemaObject, options: unknown): unknown {
  return shown([schema], options);
}

function shown(schemas: readonly AnySchemaObject[], value: unknown): unknown {
  const all = schemas.flatMap(withBranches);
  if (Array.isArray(value))
    return value.map((item) =>
      shown(
        below(all, (one) => one["items"]),
        item,
      ),
    );
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).flatMap(([name, part]): [string, unknown][] => {
    const own = below(all, (one) => one["properties"]?.[name] ?? one["additionalProperties"]);
    const isSecret = SECRET_NAME.test(name) || own.flatMap(withBranches).some((one) => one["writeOnly"] === true);
    // What a reference points to is not followed, so nobody knows whether it is a secret.
    return isSecret || own.some((one) => "$ref" in one) ? [] : [[name, shown(own, part)]];
  });
  return Object.fromEntries(kept);
}

function below(schemas: readonly AnySchemaObject[], step: (schema: AnySchemaObject) => unknown): AnySchemaObject[] {
  return schemas.map(step).filter((one): one is AnySchemaObject => typeof one === "object" && one !== null);
}

/** A schema and all that it combines. */
function withBranches(schema: AnySchemaObject): AnySchemaObject[] {
  const branches = ["allOf", "anyOf", "oneOf", "if", "then", "else"].flatMap((word) => schema[word] ?? []);
  return [schema, ...branches.filter((one) => typeof one === "object" && one !== null).flatMap(withBranches)];
}
