import type { EventEmitter } from "node:events";
import { read } from "node:fs";
import { promisify } from "node:util";
import type { SerialPort } from "serialport";

/** What of `LinuxPortBinding` is used here. */
interface Binding {
  readonly fd: number | null;
  readonly poller: EventEmitter;
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
}

const readAsync = promisify(read);

/**
 * @serialport/bindings-cpp 13.0.0 reads again at once when a read gave nothing. A terminal that was hung up gives nothing
 * for ever: measured after some of the cables that were pulled, a spinning processor and a `close` that never came. The
 * port is opened with VMIN 1 and without blocking, so "no bytes yet" is EAGAIN and nothing else than a hang-up is 0.
 */
export function readUntilHangUp(port: SerialPort): void {
  const binding = port.port as unknown as Binding | undefined;
  // Only the bindings for Linux have a descriptor.
  if (typeof binding?.fd !== "number") return;
  binding.read = async (buffer, offset, length) => {
    for (;;) {
      const bytesRead = await readOnce(openFd(binding), buffer, offset, length);
      if (bytesRead === 0) throw Object.assign(new Error("hang-up"), { disconnect: true });
      if (bytesRead !== "nothing yet") return { buffer, bytesRead };
      // Closed during the read: its poller is gone, and asking it would end the process (segmentation fault).
      openFd(binding);
      await readable(binding.poller);
    }
  };
}

function openFd({ fd }: Binding): number {
  if (fd === null) throw Object.assign(new Error("port is not open"), { canceled: true });
  return fd;
}

async function readOnce(fd: number, buffer: Buffer, offset: number, length: number): Promise<number | "nothing yet"> {
  try {
    return (await readAsync(fd, buffer, offset, length, null)).bytesRead;
  } catch (cause) {
    if (isNotYet(cause)) return "nothing yet";
    throw Object.assign(cause as Error, { disconnect: true });
  }
}

function isNotYet(cause: unknown): boolean {
  return ["EAGAIN", "EWOULDBLOCK", "EINTR"].includes((cause as NodeJS.ErrnoException).code ?? "");
}

function readable(poller: EventEmitter): Promise<void> {
  return new Promise((resolve, reject) => {
    poller.once("readable", (cause?: Error | null) => (cause ? reject(cause) : resolve()));
  });
}
