import { type Request, type RequestHandler, type Response, Router } from "express";
import { describeInvalid } from "../../base/checked.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { DeviceActs } from "../device-acts.ts";
import type { Blanks } from "../issuance/blanks.ts";
import type { Ledger } from "../issuance/ledger.ts";
import type { Journal } from "../journal/journal.ts";
import type { TechnicianAct, TechnicianOverview, TechnicianReply } from "./api.ts";
import { refuse } from "./guard.ts";
import { checkAct, checkLogin } from "./shapes.ts";
import type { TechnicianLogin } from "./technician-login.ts";

export interface TechnicianParts {
  readonly login: TechnicianLogin;
  readonly ledger: Ledger;
  readonly blanks: Blanks;
  /** Kinds of numbered sheets that the catalogue knows. */
  readonly blankTypes: ReadonlySet<string>;
  readonly journal: Journal;
  readonly overview: () => TechnicianOverview;
  readonly health: Pick<DeviceActs, "check" | "reset">;
  readonly setMaintenance: (on: boolean) => TechnicianReply;
  /** The stock may have changed. */
  readonly changed: () => void;
}

const COOKIE = "zizhu-technician";

export function technicianRoutes(parts: TechnicianParts): Router {
  const { login, journal } = parts;
  const router = Router();
  router.post("/login", async (request, response) => {
    const wanted = checkLogin(request.body, "login");
    if (!wanted.ok) return refuse(response, 400, "malformed", describeInvalid(wanted.error));
    const opened = await login.login(wanted.value.pin);
    if (!opened.ok) {
      journal.append("technician.refused", { by: "page", attempt: opened.error.triesLeft });
      response.status(opened.error.why === "locked" ? 429 : 401).json(opened.error);
      return;
    }
    journal.append("technician.entered", { by: "page" });
    response.cookie(COOKIE, opened.value, { httpOnly: true, sameSite: "strict", path: "/technician" }).status(204).end();
  });
  router.use(onlyTechnicians(login));
  router.post("/logout", (request, response) => {
    login.logout(tokenOf(request));
    journal.append("technician.left", { reason: "asked" });
    response.clearCookie(COOKIE, { path: "/technician" }).status(204).end();
  });
  router.get("/overview", (_request, response) => void response.json(parts.overview()));
  router.post("/act", (request, response) => answerAct(parts, request, response));
  return router;
}

function onlyTechnicians(login: TechnicianLogin): RequestHandler {
  return (request, response, next) => {
    if (login.isOpen(tokenOf(request))) next();
    else refuse(response, 401, "login", "enter the PIN");
  };
}

function tokenOf(request: Request): string {
  const pair = (request.headers.cookie ?? "").split(/;\s*/).find((one) => one.startsWith(`${COOKIE}=`));
  return pair?.slice(COOKIE.length + 1) ?? "";
}

async function answerAct(parts: TechnicianParts, request: Request, response: Response): Promise<void> {
  const wanted = checkAct(request.body, "act");
  if (!wanted.ok) {
    refuse(response, 400, "malformed", describeInvalid(wanted.error));
    return;
  }
  const reply = await doAct(parts, wanted.value);
  parts.changed();
  response.json(reply);
}

function doAct(parts: TechnicianParts, act: TechnicianAct): TechnicianReply | Promise<TechnicianReply> {
  const { ledger, blanks, blankTypes, journal, health, setMaintenance } = parts;
  switch (act.act) {
    case "load-blanks": {
      if (!blankTypes.has(act.blankType))
        return { done: false, why: "blank.unknown-type", detail: "no service item prints on such a sheet" };
      const loaded = blanks.load(act.blankType, act.first, act.count);
      if (!loaded.ok) return { done: false, why: loaded.error, detail: LOAD_DETAILS[loaded.error] };
      const { batch, blankType, first, last, loaded: count } = loaded.value;
      journal.append("blanks.loaded", { batch, blankType, first, last, count });
      return { done: true };
    }
    case "resolve": {
      const resolved = ledger.advance(act.issuance, FOUND[act.finding], "found by a technician");
      if (resolved.ok) return { done: true };
      const { code, state } = resolved.error;
      const detail = state === null ? "no such issuance" : `it is "${state}", nothing is left to decide`;
      return { done: false, why: code, detail };
    }
    case "spoil": {
      const spoiled = blanks.spoil(act.blankType, act.serial);
      if (!spoiled.ok) return { done: false, why: spoiled.error, detail: "only a blank that lies in stock can be spoiled by hand" };
      journal.append("blanks.spoiled", { blankType: act.blankType, serial: act.serial });
      return { done: true };
    }
    case "check":
      return health.check(act.device);
    case "reset":
      return health.reset(act.device);
    case "maintenance":
      return setMaintenance(act.on);
    default:
      return unreachable(act);
  }
}

const FOUND = { printed: "found-printed", spoiled: "found-spoiled", "blank-unused": "found-unused" } as const;

const LOAD_DETAILS = {
  "serial.malformed": "the first number ends in 1 to 15 digits, with at most 20 letters, digits or hyphens before them",
  "serial.too-many": "load 1 to 2000 sheets at a time",
  "serial.overflow": "the last number would have more digits than the first",
  "blank.already-known": "one of these numbers was loaded before; look at the first number again",
} as const;
