import { fileURLToPath } from "node:url";
import { systemClock } from "../../../base/clock.ts";
import { Channel } from "../../../device-drivers/host/isolated/channel.ts";
import { driverProcesses } from "../../../device-drivers/host/isolated/driver-process.ts";

/** Starts a driver that loops for ever, says its process id, and lives on. */
const child = driverProcesses(fileURLToPath(new URL("misbehaving-main.ts", import.meta.url)))(systemClock);
const channel = new Channel(child.stream, {
  message: () => {
    channel.send({
      ask: 1,
      question: { what: "open", settings: { id: "r", kind: "id-card-reader", driver: "looping-module", options: {} }, index: 0 },
    });
    process.stdout.write(`${child.pid}\n`);
  },
  wrong: () => undefined,
  closed: () => undefined,
});
