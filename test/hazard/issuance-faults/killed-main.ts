import { writeSync } from "node:fs";
import { systemClock } from "../../../base/clock.ts";
import { startDevices } from "./devices-process.ts";
import { RuntimeProcess } from "./runtime-process.ts";

/*
 * A kiosk's two processes in one, to be killed: serves one citizen, says "here" where it was told to, and stands still there for ever. The
 * power goes, and no code of ours runs any more.
 *
 *   node killed-main.ts <database> <socket> <printer uri> <arrow> <a document of one page, in base64>
 */
const [file = "", socket = "", uri = "", arrow = "", pdf = ""] = process.argv.slice(2);

function standStill(): void {
  writeSync(1, "here\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const document = (sheet: string) => Buffer.concat([Buffer.from(pdf, "base64"), Buffer.from(`\n%sheet ${sheet}\n`)]);
await startDevices({ clock: systemClock, socket, uri, counterPort: null, halfWay: () => (arrow === "half-sent" ? standStill : undefined) });
const runtime = new RuntimeProcess({ clock: systemClock, file, socket, document });
while (!runtime.isReady) await new Promise((resolve) => setImmediate(resolve));
runtime.onArrow((now) => {
  if (now === arrow) standStill();
});
await runtime.serve("first");
standStill();
