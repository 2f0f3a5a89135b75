import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { Who } from "../issuance/stock.ts";
import type { Journal } from "../journal/journal.ts";
import type { SecondFor, TechnicianAct, TechnicianRefusal, TechnicianReply } from "./technician-api.ts";
import type { TechnicianLogin } from "./technician-login.ts";

/** An act that the settings may tie to a second person. */
export type BlankAct = Extract<TechnicianAct, { readonly act: SecondFor }>;

export interface SecondParts {
  readonly login: Pick<TechnicianLogin, "second">;
  readonly journal: Journal;
  /** Acts that one technician may not do alone. */
  readonly secondFor: readonly SecondFor[];
}

/** Who does it, and who confirms. A second person who comes without being asked for is checked and written down all the same. */
export async function whoActs(
  { login, journal, secondFor }: SecondParts,
  act: BlankAct,
  by: string,
): Promise<Result<Who, TechnicianReply>> {
  if (!act.second) {
    if (secondFor.includes(act.act)) return err(refused("second.needed", "another technician has to confirm this with their PIN"));
    return ok({ by, confirmedBy: "" });
  }
  const second = await login.second(act.second.pin, by);
  if (second.ok) return ok({ by, confirmedBy: second.value });
  if (second.error.why === "same-person")
    return err(refused("second.same-person", "this is the PIN of the technician who is logged in; somebody else has to confirm"));
  journal.append("technician.refused", { by: "page", asked: "second", attempt: second.error.triesLeft });
  return err(refused(`second.${second.error.why}`, detailOf(second.error)));
}

function refused(why: string, detail: string): TechnicianReply {
  return { done: false, why, detail };
}

function detailOf({ why, triesLeft, retryAt }: TechnicianRefusal): string {
  const until = retryAt === null ? "" : `; no PIN is looked at before ${new Date(retryAt).toISOString()}`;
  switch (why) {
    case "wrong-pin":
      return `no technician has this PIN; ${triesLeft} tries left${until}`;
    case "locked":
      return `too many wrong PINs${until}`;
    case "pin-of-two":
      return `two technicians have this PIN, so it tells nobody who is there; an administrator has to give one of them another${until}`;
    default:
      return unreachable(why);
  }
}
