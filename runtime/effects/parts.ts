import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import type { CodePattern } from "../../config/codes/code-pattern.ts";
import type { Language } from "../../config/language.ts";
import type { Cases } from "../cases/cases.ts";
import type { GuideLights } from "../guide-lights.ts";
import type { Issuer } from "../issuance/issue.ts";
import type { Ledger } from "../issuance/ledger.ts";
import type { Checkpoints } from "../journal/checkpoints.ts";
import type { Journal } from "../journal/journal.ts";
import type { Devices } from "../neighbours/devices.ts";
import type { Faces } from "../neighbours/faces.ts";
import type { Hub } from "../neighbours/hub.ts";
import type { Download, Paperless } from "./print.ts";

/** Longer than anybody is let stand there: it is the session's own time that ends the wait for a card or a code. */
export const WAIT_FOR_PERSON_MS = 15 * 60_000;

/** What effects are done with. */
export interface HandsParts {
  /** Id of this kiosk, as every question about somebody's identity names it. */
  readonly kiosk: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly devices: Devices;
  readonly faces: Faces;
  readonly hub: Hub;
  readonly lights: Pick<GuideLights, "begin" | "end">;
  readonly cases: Cases;
  readonly issuer: Issuer;
  readonly ledger: Pick<Ledger, "taken" | "leftBehind">;
  readonly download: Download;
  readonly paperless: Paperless;
  readonly journal: Journal;
  readonly checkpoints: Checkpoints;
  /** How codes look in this city. */
  readonly codes: readonly CodePattern[];
  /** The identity service's public key (PEM), which pictures for it are sealed to; null where there is no such service. */
  readonly identityKey: string | null;
  /** Name of a department, by its key, in the language of `Facts.session`. */
  readonly departmentName: (department: string, language: Language) => string;
}
