import assert from "node:assert/strict";
import { silentLog } from "../../../base/log.ts";
import type { Child, ProcessSpec } from "../../../runtime/supervisor/child.ts";
import { Supervisor } from "../../../runtime/supervisor/supervisor.ts";
import { FakeClock } from "../../support/fake-clock.ts";

class ScriptedChild implements Child {
  readonly pid: number;
  readonly signals: string[] = [];
  obeys = true;
  #listeners: ((how: string) => void)[] = [];
  constructor(pid: number) {
    this.pid = pid;
  }
  signal(signal: "SIGTERM" | "SIGKILL"): void {
    this.signals.push(signal);
    if (this.obeys || signal === "SIGKILL") this.fall(signal);
  }
  onExit(then: (how: string) => void): void {
    this.#listeners.push(then);
  }
  fall(how = "exit 1"): void {
    for (const then of this.#listeners.splice(0)) then(how);
  }
}

function house(names: string[]) {
  const clock = new FakeClock();
  const started: { name: string; child: ScriptedChild }[] = [];
  const specs: ProcessSpec[] = names.map((name) => ({ name, script: "", args: [], logFile: "" }));
  const start = (spec: ProcessSpec) => {
    const child = new ScriptedChild(started.length + 1);
    started.push({ name: spec.name, child });
    return child;
  };
  return { clock, started, supervisor: new Supervisor(specs, start, clock, silentLog) };
}

describe("runtime/supervisor", () => {
  it("starts in order and stops in reverse", async () => {
    const { supervisor, started } = house(["hub", "agent", "runtime"]);
    const stopped: string[] = [];
    supervisor.startAll();
    assert.deepEqual(
      started.map(({ name }) => name),
      ["hub", "agent", "runtime"],
    );
    for (const { name, child } of started) child.onExit(() => stopped.push(name));
    await supervisor.stopAll();
    assert.deepEqual(stopped, ["runtime", "agent", "hub"]);
  });

  it("restarts a process that fell: at once the first time, then ever slower", async () => {
    const { supervisor, started, clock } = house(["runtime"]);
    supervisor.startAll();
    const waits: number[] = [];
    for (let fall = 0; fall < 7; fall++) {
      started.at(-1)?.child.fall();
      const before = clock.now();
      const count = started.length;
      while (started.length === count) await clock.advance(50);
      waits.push(clock.now() - before);
    }
    assert.deepEqual(waits, [50, 250, 1_000, 3_000, 10_000, 30_000, 30_000]);
    assert.equal(supervisor.report()[0]?.restarts, 7);
  });

  it("forgives after a minute of standing: the next fall is restarted at once", async () => {
    const { supervisor, started, clock } = house(["runtime"]);
    supervisor.startAll();
    for (let fall = 0; fall < 3; fall++) {
      started.at(-1)?.child.fall();
      await clock.advance(5_000);
    }
    await clock.advance(60_000);
    const count = started.length;
    started.at(-1)?.child.fall();
    await clock.advance(0);
    assert.equal(started.length, count + 1);
  });

  it("kills a process that does not stop when asked", async () => {
    const { supervisor, started, clock } = house(["runtime"]);
    supervisor.startAll();
    const child = started[0]?.child as ScriptedChild;
    child.obeys = false;
    const stopping = supervisor.stop("runtime");
    await clock.advance(4_999);
    assert.deepEqual(child.signals, ["SIGTERM"]);
    await clock.advance(1);
    await stopping;
    assert.deepEqual(child.signals, ["SIGTERM", "SIGKILL"]);
  });

  it("leaves a process alone that says it cannot start as it is set up, until it is started by hand", async () => {
    const { supervisor, started, clock } = house(["runtime"]);
    supervisor.startAll();
    started[0]?.child.fall("exit 78");
    await clock.advance(60_000);
    assert.equal(supervisor.report()[0]?.state, "refused");
    assert.equal(started.length, 1);
    supervisor.start("runtime");
    assert.equal(started.length, 2);
    assert.equal(supervisor.report()[0]?.state, "running");
  });

  it("does not bring back what was stopped, even while it waited for its restart", async () => {
    const { supervisor, started, clock } = house(["runtime"]);
    supervisor.startAll();
    started[0]?.child.fall();
    await supervisor.stop("runtime");
    await clock.advance(60_000);
    assert.equal(started.length, 1);
    assert.equal(supervisor.report()[0]?.state, "stopped");
    assert.equal(clock.pending, 0);
  });
});
