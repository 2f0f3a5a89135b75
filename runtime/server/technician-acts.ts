import { unreachable } from "../../base/unreachable.ts";
import type { DeviceActs } from "../device-acts.ts";
import type { LoadProblem, TakeOutProblem } from "../issuance/blanks.ts";
import type { AtPrinter } from "../issuance/job-check.ts";
import type { Stock, Who } from "../issuance/stock.ts";
import type { Journal } from "../journal/journal.ts";
import { type BlankAct, type SecondParts, whoActs } from "./second-person.ts";
import type { TechnicianAct, TechnicianReply } from "./technician-api.ts";

export interface ActParts extends SecondParts {
  readonly stock: Stock;
  /** Kinds of numbered sheets that the catalogue knows. */
  readonly blankTypes: ReadonlySet<string>;
  readonly journal: Journal;
  /** Whether the printer has let go of the job of this issuance; `gone` of one that the ledger does not know. */
  readonly atPrinter: (issuance: string) => Promise<AtPrinter>;
  readonly health: Pick<DeviceActs, "check" | "reset">;
  readonly setMaintenance: (on: boolean) => TechnicianReply;
  /** Sends rows that the hub refused once more; gives how many. */
  readonly releaseSetAside: (by: string) => number;
}

/** One act of the technician `by`, with the second person that the settings may ask for. */
export async function doAct(parts: ActParts, act: TechnicianAct, by: string): Promise<TechnicianReply> {
  const { health, journal, setMaintenance } = parts;
  switch (act.act) {
    case "check":
      return health.check(act.device, by);
    case "reset":
      return health.reset(act.device, by);
    case "maintenance":
      journal.append("technician.acted", { act: "maintenance", about: act.on ? "on" : "off", by, confirmedBy: "" });
      return setMaintenance(act.on);
    case "release-quarantined":
      return parts.releaseSetAside(by) > 0 ? { done: true } : NOTHING_SET_ASIDE;
    default: {
      const who = await whoActs(parts, act, by);
      if (!who.ok) return who.error;
      const held = act.act === "resolve" ? HELD[await parts.atPrinter(act.issuance)] : null;
      return held ?? doBlankAct(parts, act, who.value);
    }
  }
}

function doBlankAct({ stock, blankTypes }: ActParts, act: BlankAct, who: Who): TechnicianReply {
  switch (act.act) {
    case "load-blanks": {
      if (!blankTypes.has(act.blankType)) return UNKNOWN_TYPE;
      const loaded = stock.load(act.blankType, act.first, act.count, who);
      return loaded.ok ? { done: true } : refusal(loaded.error);
    }
    case "count-blanks": {
      if (!blankTypes.has(act.blankType)) return UNKNOWN_TYPE;
      const counted = stock.count(act.blankType, act.counted, who);
      return counted.ok ? { done: true } : refusal(counted.error);
    }
    case "spoil": {
      const spoiled = stock.spoil(act.blankType, act.serial, act.last ?? act.serial, who);
      return spoiled.ok ? { done: true } : refusal(spoiled.error);
    }
    case "return-blanks": {
      const returned = stock.giveBack(act.blankType, act.first, act.last, who);
      return returned.ok ? { done: true } : refusal(returned.error);
    }
    case "resolve": {
      const resolved = stock.resolve(act.issuance, act.finding, who);
      if (resolved.ok) return { done: true };
      if (resolved.error.code === "issuance.no-blank") return refusal(resolved.error.code);
      const { code, state } = resolved.error;
      return { done: false, why: code, detail: stateDetail(state, act.finding) };
    }
    default:
      return unreachable(act);
  }
}

function refusal(why: LoadProblem | TakeOutProblem | "issuance.no-blank"): TechnicianReply {
  return { done: false, why, detail: DETAILS[why] };
}

function stateDetail(state: string | null, finding: string): string {
  if (state === null) return "no such issuance";
  if (state === "intent" || state === "sent") return "it is being printed; wait until the printer has said how it went";
  if (state === "printed" && finding === "blank-unused")
    return "the printer has proved that something was printed on it: say whether the person has it, or spoil it";
  return `it is "${state}", nothing is left to decide`;
}

const HELD: Readonly<Record<AtPrinter, TechnicianReply | null>> = {
  gone: null,
  there: {
    done: false,
    why: "printer.still-has-job",
    detail:
      "the printer still has this job and would print it on the next sheet; switch it off and on, wait until it is ready, then try again",
  },
  "not-asked": {
    done: false,
    why: "printer.not-asked",
    detail:
      "the printer could not be asked whether it still has this job; it must be on and connected, and nobody be served; then try again",
  },
};

const NOTHING_SET_ASIDE: TechnicianReply = { done: false, why: "outbox.nothing-set-aside", detail: "the hub has refused nothing" };
const UNKNOWN_TYPE: TechnicianReply = { done: false, why: "blank.unknown-type", detail: "no service item prints on such a sheet" };

const DETAILS: Readonly<Record<LoadProblem | TakeOutProblem | "issuance.no-blank", string>> = {
  "serial.malformed": "a number ends in 1 to 15 digits, with at most 20 letters, digits or hyphens before them",
  "serial.too-many": "1 to 2000 sheets at a time",
  "serial.overflow": "the last number would have more digits than the first",
  "serial.not-a-range": "the last number must be of the same series as the first, and not before it",
  "blank.already-known":
    "one of these numbers was loaded here before and not given back; look at the first number again. Sheets that come out of the safe can be loaded once they were written down as given back",
  "blank.tray-full": "with these the tray would hold more than 2000 sheets; look at the count again",
  "blank.not-in-stock": "only sheets that lie in the tray, all of them, can be taken out; look at the numbers again",
  "blank.tray-in-use": "a sheet is being fed right now; wait until it is out",
  "issuance.no-blank": "it was not on a numbered sheet, nothing is left to decide",
};
