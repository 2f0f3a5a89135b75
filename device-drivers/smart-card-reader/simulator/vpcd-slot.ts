import { connect, type Socket } from "node:net";
import type { SimulatedCard } from "../simulator.ts";

/** vpcd's control bytes: each stands alone in a message; anything longer is an APDU. */
const POWER_OFF = 0x00;
const POWER_ON = 0x01;
const RESET = 0x02;
const ATR = 0x04;

/** Where vpcd's socket is reached: a port, or the path of a relay to it. */
export type VpcdAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** A card in a virtual reader: a client of vpcd, whose connection is the contact. Messages have a uint16be length in front. */
export class VpcdSlot {
  readonly #address: VpcdAddress;
  #socket: Socket | undefined;

  constructor(address: VpcdAddress) {
    this.#address = address;
  }

  /** Resolves when vpcd has taken the card in. */
  lay(card: SimulatedCard): Promise<void> {
    this.take();
    return new Promise((resolve, reject) => {
      const socket = connect(this.#address);
      this.#socket = socket;
      let held: Buffer = Buffer.alloc(0);
      socket.once("connect", resolve).on("error", (cause) => {
        // A card that is drawn while the reader writes to it.
        if (this.#socket === socket) reject(cause);
      });
      socket.on("data", (bytes: Buffer) => {
        held = Buffer.concat([held, bytes]);
        for (let size = 2 + (held.length < 2 ? 0xffff : held.readUInt16BE(0)); held.length >= size; ) {
          const message = Buffer.from(held.subarray(2, size));
          held = held.subarray(size);
          void this.#answer(socket, card, message);
          size = 2 + (held.length < 2 ? 0xffff : held.readUInt16BE(0));
        }
      });
    });
  }

  take(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
  }

  async #answer(socket: Socket, card: SimulatedCard, message: Buffer): Promise<void> {
    if (message.length === 1) {
      if (message[0] === ATR) send(socket, card.atr);
      else if (message[0] === POWER_OFF || message[0] === POWER_ON || message[0] === RESET) card.reset();
      return;
    }
    const answer = await card.answer(message);
    if (answer === "pulled") this.take();
    else if (answer !== "silence") send(socket, answer);
  }
}

// One write: two small ones would each wait for the other side's delayed acknowledgement.
function send(socket: Socket, bytes: Buffer): void {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(bytes.length);
  if (!socket.destroyed) socket.write(Buffer.concat([size, bytes]));
}
