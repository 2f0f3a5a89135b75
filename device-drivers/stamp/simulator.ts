import { createServer } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock } from "../../base/clock.ts";
import {
  decodeRequest,
  encodeReply,
  LineReader,
  type StampCondition,
  type StampReply,
  type StampRequest,
  type StampTrouble,
} from "./codec.ts";

export type StampFault = "silence" | "garbage" | "wrong-answer" | "slow";

const SHEET_MS = 2_000;
const SLOW_MS = 6_000;

interface Job {
  readonly sheets: number;
  stamped: number;
  state: "RUNNING" | "DONE" | "FAILED";
  why: StampTrouble;
}

/** A stamping machine with its adapter: sheets go in, get a seal, come out; it remembers its jobs over a loss of power. */
export class StampSimulator {
  readonly #clock: Clock;
  readonly #jobs = new Map<string, Job>();
  readonly #listeners: ((request: StampRequest) => void)[] = [];
  readonly #streams = new Set<Duplex>();
  #condition: StampCondition = { ink: "full", feed: 10, out: false, cover: "closed", jam: false, stamped: 0 };
  #fault: StampFault | undefined;
  #isOff = false;
  /** A machine that counts wrong. */
  counterStuck = false;
  /** Seals that really were set, by job. */
  readonly seals: string[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  attach(stream: Duplex): void {
    const reader = new LineReader(decodeRequest);
    this.#streams.add(stream);
    stream.on("data", (bytes: Buffer) => {
      for (const { number, message } of reader.push(bytes)) this.#asked(stream, number, message);
    });
    stream.on("error", () => undefined);
    stream.once("close", () => this.#streams.delete(stream));
  }

  listen(port: number): Promise<{ port: number; close(): Promise<void> }> {
    const server = createServer((socket) => this.attach(socket));
    return new Promise((resolve) => {
      server.listen(port, "127.0.0.1", () => {
        const address = server.address();
        const close = () =>
          new Promise<void>((done) => {
            for (const stream of this.#streams) stream.destroy();
            server.close(() => done());
          });
        resolve({ port: typeof address === "object" && address ? address.port : 0, close });
      });
    });
  }

  onRequest(then: (request: StampRequest) => void): void {
    this.#listeners.push(then);
  }

  set(change: Partial<StampCondition>): void {
    this.#condition = { ...this.#condition, ...change };
  }

  fail(fault: StampFault | undefined): void {
    this.#fault = fault;
  }

  /** Without power it neither answers nor stamps; a job under way ends as it stands. */
  power(on: boolean): void {
    this.#isOff = !on;
    if (on) return;
    for (const job of this.#jobs.values()) if (job.state === "RUNNING") Object.assign(job, { state: "FAILED", why: "jam" });
  }

  babble(bytes: Buffer): void {
    for (const stream of this.#streams) stream.write(bytes);
  }

  #asked(stream: Duplex, number: number, request: StampRequest): void {
    for (const listener of this.#listeners) listener(request);
    if (this.#isOff) return;
    const reply = this.#answer(request);
    const write = () => {
      if (!stream.destroyed && !this.#isOff) stream.write(this.#bytes(number, reply));
    };
    // In a turn of its own, so that a fault that a listener asks for already meets this answer.
    this.#clock.after(1, () => (this.#fault === "slow" ? this.#clock.after(SLOW_MS, write) : write()));
  }

  #bytes(number: number, reply: StampReply): Buffer {
    switch (this.#fault) {
      case "silence":
        return Buffer.alloc(0);
      case "garbage":
        return Buffer.from("\u0000\u00ff#!\r\n", "latin1");
      case "wrong-answer":
        return encodeReply({ number: number + 1, message: { verb: "NONE" } });
      default:
        return encodeReply({ number, message: reply });
    }
  }

  #answer(request: StampRequest): StampReply {
    switch (request.verb) {
      case "STATUS":
        return { verb: "READY", ...this.#condition };
      case "STAMP":
        return this.#start(request.job, request.sheets);
      case "JOB": {
        const job = this.#jobs.get(request.job);
        if (!job) return { verb: "NONE" };
        return job.state === "FAILED" ? { verb: "FAILED", why: job.why, stamped: job.stamped } : { verb: job.state, stamped: job.stamped };
      }
      case "COLLECT": {
        const sheets = this.#condition.out ? 1 : 0;
        this.set({ out: false });
        return { verb: "COLLECTED", sheets };
      }
    }
  }

  #start(name: string, sheets: number): StampReply {
    if (this.#jobs.has(name)) return { verb: "STARTED" };
    const trouble = this.#trouble();
    if (trouble) return { verb: "REFUSED", why: trouble };
    const job: Job = { sheets, stamped: 0, state: "RUNNING", why: "jam" };
    this.#jobs.set(name, job);
    this.#clock.after(SHEET_MS, () => this.#sheet(name, job));
    return { verb: "STARTED" };
  }

  #sheet(name: string, job: Job): void {
    if (job.state !== "RUNNING" || this.#isOff) return;
    const trouble = this.#trouble();
    if (trouble) return void Object.assign(job, { state: "FAILED", why: trouble });
    this.seals.push(name);
    job.stamped += 1;
    const { feed, stamped } = this.#condition;
    this.set({ feed: feed - 1, out: true, stamped: this.counterStuck ? stamped : stamped + 1 });
    if (job.stamped === job.sheets) job.state = "DONE";
    else this.#clock.after(SHEET_MS, () => this.#sheet(name, job));
  }

  #trouble(): StampTrouble | undefined {
    const { cover, jam, ink, feed } = this.#condition;
    return cover === "open" ? "cover-open" : jam ? "jam" : ink === "out" ? "ink-out" : feed === 0 ? "no-sheet" : undefined;
  }
}
