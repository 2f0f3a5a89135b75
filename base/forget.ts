import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type Collect = (how: { type: "major"; execution: "sync"; flavor: "last-resort" }) => void;
let collect: Collect | undefined;

/**
 * What JavaScript lets go of stays in memory as it was until something else is written there. For a process that handles persons, call
 * this once at its start, and `forget` when a person has left. With `malloc` told to overwrite what is freed (`supervisor/child.ts`),
 * measured over sessions, nothing of the person is found afterwards in what was collected.
 */
export function prepareToForget(): void {
  // Small buffers would share slabs of 64 KB, and one that lives on keeps what lies beside it.
  Buffer.poolSize = 0;
  setFlagsFromString("--expose-gc");
  collect = runInNewContext("gc") as Collect;
}

/** Frees all that can be freed and gives its pages back to the system. Stops the process for 0.05 to 0.2 s, so: when nobody is served. */
export function forget(): void {
  collect?.({ type: "major", execution: "sync", flavor: "last-resort" });
}
