import type { ServerResponse } from "node:http";
import { type Clock, pause } from "../../../base/clock.ts";
import { unreachable } from "../../../base/unreachable.ts";

/**
 * How the simulated printer speaks, whatever its mechanism does. `slow`: two seconds late; `garbage`: bytes that are no HTTP; `endless`: an
 * answer without end; `another`: an answer to another question.
 */
export type Manner = "well" | "slow" | "garbage" | "endless" | "another" | "silent";

const SLOW_MS = 2_000;
const FLOOD = Buffer.alloc(256 * 1024, 0x5a);

/** True where the request has had all the answer it will get. */
export async function misbehaves(manner: Manner, response: ServerResponse, clock: Clock): Promise<boolean> {
  switch (manner) {
    case "well":
    case "another":
      return false;
    case "slow":
      await pause(clock, SLOW_MS);
      return false;
    case "silent":
      return true;
    case "garbage":
      response.socket?.end(Buffer.alloc(200, 0xa5));
      return true;
    case "endless":
      flood(response);
      return true;
    default:
      return unreachable(manner);
  }
}

/** Bytes for as long as somebody takes them. */
function flood(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(FLOOD));
  };
  response.writeHead(200, { "content-type": "application/ipp" }).on("drain", more);
  more();
}
