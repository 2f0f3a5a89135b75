/** Closes an exhaustive `switch`: the compiler proves nothing is left, and a value from outside that slipped in is a bug. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
