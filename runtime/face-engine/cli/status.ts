import type { Client } from "../../../base/rpc.ts";
import type { EXIT } from "../../../device-drivers/cli/exit-codes.ts";
import { table } from "../../../device-drivers/cli/table.ts";
import { speaker as deviceSpeaker, wordFor } from "../../../device-drivers/cli/texts.ts";
import type { FaceEngineContract } from "../api.ts";
import type { Desk } from "./desk.ts";

/** `zizhu face status`: `failed` where a citizen could not be looked at. */
export async function showStatus(desk: Desk, client: Client<FaceEngineContract>): Promise<keyof typeof EXIT> {
  const { terminal, say, json, stop } = desk;
  const asked = await client.call("face.status", {}, stop);
  if (!asked.ok) {
    terminal.note(say("lost", { what: asked.error.code }));
    return "unavailable";
  }
  const { camera, ready, storedFaces, assurance, engine, runtime } = asked.value;
  if (json) terminal.out(JSON.stringify(asked.value));
  else {
    const state = wordFor(deviceSpeaker(desk.language), "state", camera.state);
    const rows = [
      [say("status.camera"), [state, ...camera.reasons].join("; ")],
      [say("status.ready"), say(ready ? "status.ready.yes" : "status.ready.no")],
      [say("status.stored"), String(storedFaces)],
      [say("status.assurance"), assurance],
      [say("status.engine"), `${engine}, ${runtime}`],
    ];
    for (const line of table(rows)) terminal.out(line);
  }
  return camera.state === "online" ? "ok" : "failed";
}
