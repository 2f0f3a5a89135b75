import { Socket } from "node:net";
import { systemClock } from "../../../base/clock.ts";
import { systemRandom } from "../../../base/random.ts";
import { DriverServer } from "../../../device-drivers/host/isolated/serve-driver.ts";
import { openTransport } from "../../../device-drivers/transport/open-transport.ts";

/** As `host/isolated/main.ts`, but a driver's name is the name of a module beside this one. */
const server = new DriverServer({
  stream: new Socket({ fd: 3, readable: true, writable: true }),
  clock: systemClock,
  random: systemRandom,
  load: (name) => import(`./${name}.ts`),
  connect: openTransport,
  exit: (code) => process.exit(code),
});
process.on("uncaughtException", (cause) => server.threw(cause));
