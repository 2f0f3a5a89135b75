import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { systemRandom } from "../../base/random.ts";
import { portsFrom, portsInUse } from "../../runtime/demo/ports.ts";

/**
 * Below the ports that Linux gives to outgoing connections (`ip_local_port_range`, from 32768): one of those may be taken by any
 * connection between the look and the use, and a client that calls a port where nobody listens yet may even be connected to itself.
 */
const FIRST = 10_000;
const BLOCKS = 750;
/** What a hall counts from its base stays within this. */
const BLOCK = 30;

/** The first of 30 ports that are free, and that no other test process takes while this one lives. */
export async function freeBase(): Promise<number> {
  for (;;) {
    const base = FIRST + (systemRandom.bytes(2).readUInt16BE() % BLOCKS) * BLOCK;
    if ((await isClaimed(base)) && (await portsInUse(portsFrom(base))).length === 0 && (await isFreeForDatagrams(base))) return base;
  }
}

/** One port of its own, for TCP or UDP. */
export const freePort = freeBase;

/** An abstract socket (unix(7)) is the claim: the kernel lets one process have the name, and frees it however that ends. */
function isClaimed(base: number): Promise<boolean> {
  return new Promise((resolve) => {
    const claim = createServer();
    claim.once("error", () => resolve(false));
    claim.listen(`\0zizhu-test-ports-${base}`, () => {
      claim.unref();
      resolve(true);
    });
  });
}

function isFreeForDatagrams(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createSocket("udp4");
    probe.once("error", () => resolve(false));
    probe.bind(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
