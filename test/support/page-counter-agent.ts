import { createSocket } from "node:dgram";
import { MARKER_LIFE_COUNT } from "../../device-drivers/certificate-printer/marker-values.ts";

/** An SNMP agent (RFC 3416) that knows one value, a page counter, and says so to whatever is asked; real datagrams, in this process. */
export interface PageCounterAgent {
  readonly port: number;
  close(): Promise<void>;
}

const SEQUENCE = 0x30;
const GET_REQUEST = 0xa0;
const GET_RESPONSE = 0xa2;
const COUNTER32 = 0x41;
const NO_SUCH_OBJECT = 0x80;

export async function startPageCounter(count: () => number): Promise<PageCounterAgent> {
  const socket = createSocket("udp4");
  socket.on("message", (question, from) => {
    const value = Buffer.alloc(4);
    value.writeUInt32BE(count());
    const said = asks(question) ? Buffer.concat([Buffer.from([COUNTER32, 4]), value]) : Buffer.from([NO_SUCH_OBJECT, 0]);
    socket.send(answered(question, said), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return { port: socket.address().port, close: () => new Promise((resolve) => socket.close(() => resolve())) };
}

const OID = Buffer.from([0x2b, ...MARKER_LIFE_COUNT.split(".").slice(2).map(Number)]);

const asks = (question: Buffer) => question.includes(OID);

/** The question with its kind turned into an answer's, and its value, `NULL` and last in it, into ours: every length around it grows. */
function answered(question: Buffer, value: Buffer): Buffer {
  const answer = Buffer.concat([question.subarray(0, -2), value]);
  const grown = value.length - 2;
  let at = 0;
  const enter = (tag: number) => {
    if (answer[at] !== tag) throw new Error(`${tag} expected at ${at} of ${question.toString("hex")}`);
    answer.writeUInt8((answer[at + 1] ?? 0) + grown, at + 1);
    at += 2;
  };
  const skip = () => {
    at += 2 + (answer[at + 1] ?? 0);
  };
  enter(SEQUENCE);
  skip();
  skip();
  enter(GET_REQUEST);
  answer[at - 2] = GET_RESPONSE;
  skip();
  skip();
  skip();
  enter(SEQUENCE);
  enter(SEQUENCE);
  return answer;
}
