import { type Check, describeInvalid } from "../../base/checked.ts";

/** A message of another shape is a bug of another process of ours: it fails that call (`rpc.failed`) and nothing else. */
export function checkedParams<T>(check: Check<T>, params: unknown, what: string): T {
  const result = check(params, what);
  if (result.ok) return result.value;
  throw new Error(describeInvalid(result.error));
}
