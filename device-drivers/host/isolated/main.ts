import { Socket } from "node:net";
import { systemClock } from "../../../base/clock.ts";
import { systemRandom } from "../../../base/random.ts";
import { openTransport } from "../../transport/open-transport.ts";
import { loadDriverModule } from "../registry.ts";
import { DriverServer } from "./serve-driver.ts";

/** One driver in a process of its own, started by device-host (`driver-process.ts`), which is at file descriptor 3. */
const server = new DriverServer({
  stream: new Socket({ fd: 3, readable: true, writable: true }),
  clock: systemClock,
  random: systemRandom,
  load: loadDriverModule,
  connect: openTransport,
  exit: (code) => process.exit(code),
});
process.on("uncaughtException", (cause) => server.threw(cause));
