import type { Duplex } from "node:stream";

/** The invented board of the page, at the other end of its cable. */
export class LampBoard {
  /** 0 off, 1 steady, 2 to 4 flashing. */
  rate = 0;
  isSilent = false;
  /** A lamp that is burnt out answers like a whole one. */
  isBurnt = false;

  attach(line: Duplex): void {
    let typed = "";
    line
      .on("error", () => undefined)
      .on("data", (bytes: Buffer) => {
        typed += bytes.toString("latin1");
        for (let end = typed.indexOf("\n"); end >= 0; end = typed.indexOf("\n")) {
          this.#answer(typed.slice(0, end), line);
          typed = typed.slice(end + 1);
        }
      });
  }

  #answer(request: string, line: Duplex): void {
    const set = /^L([0-4])$/u.exec(request);
    if (set) this.rate = Number(set[1]);
    if (!this.isSilent && (set || request === "?")) line.write(`=${this.rate}\n`);
  }
}
