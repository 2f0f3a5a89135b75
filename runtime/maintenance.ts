import { unreachable } from "../base/unreachable.ts";
import type { ModeRefusal, ModeReport } from "../device-drivers/host/api.ts";
import type { Journal } from "./journal/journal.ts";
import type { ModeLink } from "./neighbours/mode-link.ts";
import type { MaintenanceOverview, TechnicianReply } from "./server/api.ts";

/** Longer than any session. A question that nobody remembers must not close the kiosk tomorrow. */
const ASK_WITHIN_MS = 30 * 60_000;
/** Under this name the technician's page asks. */
const PAGE = "page";

export interface MaintenanceParts {
  readonly mode: ModeLink;
  readonly journal: Journal;
  /** Why a technician must still wait; null when nobody is here and the devices have been let go. */
  readonly busy: () => "session" | "letting-go" | null;
  /** Whether the kiosk serves may have changed. */
  readonly changed: () => void;
}

/**
 * The runtime's part in technician mode. As one that is asked it agrees as soon as nobody is being served, and never says no: a citizen is
 * let finish, the technician waits. As the technician's page it keeps what was wanted until that is so, also over a restart of device-host:
 * nobody is served while somebody has their hands in the machine.
 */
export class Maintenance {
  readonly #parts: MaintenanceParts;
  #isWanted = false;
  #isAsking = false;
  #isLeaving = false;
  #isStopped = false;
  #problem: MaintenanceOverview["problem"] = null;
  /** What was answered last, so that each thing is said once. */
  #said = "";
  #noted: ModeReport | null = null;

  constructor(parts: MaintenanceParts) {
    this.#parts = parts;
    parts.mode.onChange(() => {
      if (this.#isStopped) return;
      this.#note();
      this.#changed();
    });
  }

  /** Nobody new is served. */
  get closed(): boolean {
    return this.#isWanted || (this.#parts.mode.report ?? NOT_ASKED).state !== "inactive";
  }

  overview(): MaintenanceOverview {
    const { report } = this.#parts.mode;
    return {
      state: stateOf(report, this.#isWanted),
      by: report?.by ?? (this.#isWanted ? PAGE : null),
      isOwn: report?.by ? report.by === PAGE : this.#isWanted,
      waitingFor: report?.waitingFor ?? [],
      heldBy: report?.heldBy ?? null,
      since: report?.since ?? null,
      problem: this.#problem,
    };
  }

  /** What the technician at the page wants: the kiosk closed, or open again. */
  set(on: boolean): TechnicianReply {
    const by = this.#parts.mode.report?.by ?? PAGE;
    if (by !== PAGE) return { done: false, why: "mode.taken", detail: `technician mode was entered as "${by}" and ends there` };
    this.#isWanted = on;
    this.#problem = null;
    this.#changed();
    return { done: true };
  }

  /** Somebody may have gone, or come. */
  look(): void {
    if (this.#isStopped) return;
    this.#answer();
    this.#pursue();
  }

  stop(): void {
    this.#isStopped = true;
  }

  #changed(): void {
    // First closed, then agreed: between the two nobody could begin.
    this.#parts.changed();
    this.look();
  }

  #answer(): void {
    const { mode, busy } = this.#parts;
    const { report } = mode;
    if (!report) this.#said = "";
    if (report?.state !== "enter-pending" && report?.state !== "exit-pending") return;
    const why = report.state === "enter-pending" ? busy() : null;
    const said = `${report.request} ${why}`;
    if (said === this.#said) return;
    this.#said = said;
    void mode.answer(report.request, why === null ? "yes" : "later", why ?? "");
  }

  #pursue(): void {
    const { report } = this.#parts.mode;
    if (!report) return;
    if (this.#isWanted && report.state === "inactive" && !this.#isAsking) void this.#enter();
    const isIn = report.by === PAGE && report.state !== "exit-pending";
    if (!this.#isWanted && isIn && !this.#isLeaving) void this.#leave();
  }

  async #enter(): Promise<void> {
    this.#isAsking = true;
    const entered = await this.#parts.mode.enter(PAGE, ASK_WITHIN_MS);
    this.#isAsking = false;
    if (this.#isStopped) return;
    // Entered: the report says so. Away: asked again when device-host is back.
    if (entered.ok || ("code" in entered.error && entered.error.code === "rpc.away")) return;
    this.#refused("kind" in entered.error ? entered.error : null);
    this.#changed();
  }

  #refused(refusal: ModeRefusal | null): void {
    // Taken back here; what is wanted by now stands.
    if (refusal?.kind === "withdrawn") return;
    this.#isWanted = false;
    this.#problem = refusal ?? { kind: "not-answered", waitingFor: [], heldBy: null };
  }

  async #leave(): Promise<void> {
    this.#isLeaving = true;
    await this.#parts.mode.exit();
    this.#isLeaving = false;
    this.look();
  }

  #note(): void {
    const { journal, mode } = this.#parts;
    const [before, now] = [this.#noted ?? NOT_ASKED, mode.report ?? NOT_ASKED];
    this.#noted = mode.report;
    if (before.state === now.state) return;
    const by = before.by ?? "";
    const why = mode.report === null ? "device-host-gone" : (now.ended ?? "exited");
    if (before.state === "enter-pending" && now.state !== "active") journal.append("mode.not-entered", { by, why });
    if (before.state === "active") journal.append("mode.left", { by, why });
    if (now.state === "enter-pending") journal.append("mode.asked", { by: now.by ?? "" });
    if (now.state === "active") journal.append("mode.entered", { by: now.by ?? "" });
  }
}

const NOT_ASKED: Pick<ModeReport, "state" | "by" | "ended"> = { state: "inactive", by: null, ended: null };

function stateOf(report: ModeReport | null, isWanted: boolean): MaintenanceOverview["state"] {
  if (report === null || report.state === "inactive") return isWanted ? "asked" : "off";
  switch (report.state) {
    case "enter-pending":
      return "asked";
    case "active":
      return "on";
    case "exit-pending":
      return "leaving";
    default:
      return unreachable(report.state);
  }
}
