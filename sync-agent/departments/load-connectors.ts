import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Invalid, readJson } from "../../base/checked.ts";
import { err, type Result } from "../../base/result.ts";
import { type Connector, checkConnector, connectorsById } from "./connector.ts";

/** Every `*.json` of `folder`, checked and linted. One bad connector stops the hub from starting: half a city is worse to find. */
export function loadConnectors(folder: string): Result<ReadonlyMap<string, Connector>, Invalid> {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch (cause) {
    return err({ kind: "unreadable", what: folder, faults: [{ at: "", problem: String(cause) }] });
  }
  const connectors: Connector[] = [];
  for (const name of names.sort()) {
    const read = readJson(join(folder, name), checkConnector);
    if (!read.ok) return read;
    connectors.push(read.value);
  }
  return connectorsById(connectors);
}
