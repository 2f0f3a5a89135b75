import { type Request, type RequestHandler, type Response, Router } from "express";
import { describeInvalid } from "../../base/checked.ts";
import type { Journal } from "../journal/journal.ts";
import { refuse } from "./guard.ts";
import { type ActParts, doAct } from "./technician-acts.ts";
import type { StatementReply, TechnicianOverview } from "./technician-api.ts";
import type { TechnicianLogin } from "./technician-login.ts";
import { checkAct, checkLogin } from "./technician-shapes.ts";

export interface TechnicianParts extends ActParts {
  readonly login: TechnicianLogin;
  readonly journal: Journal;
  /** As the technician with this id sees it. */
  readonly overview: (technician: string) => TechnicianOverview;
  readonly statement: () => StatementReply;
  /** Every number, for the ledger book: a file's name and its text. */
  readonly ledgerBook: () => { readonly name: string; readonly text: string };
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
      journal.append("technician.refused", { by: "page", asked: "login", attempt: opened.error.triesLeft });
      response.status(opened.error.why === "locked" ? 429 : 401).json(opened.error);
      return;
    }
    journal.append("technician.entered", { by: "page", technician: opened.value.technician });
    response.cookie(COOKIE, opened.value.token, { httpOnly: true, sameSite: "strict", path: "/technician" }).status(204).end();
  });
  router.use(onlyTechnicians(login));
  router.post("/logout", (request, response) => {
    login.logout(tokenOf(request));
    journal.append("technician.left", { reason: "asked", technician: whoIn(response) });
    response.clearCookie(COOKIE, { path: "/technician" }).status(204).end();
  });
  router.get("/overview", (_request, response) => void response.json(parts.overview(whoIn(response))));
  router.get("/statement", (_request, response) => void response.json(parts.statement()));
  router.get("/blanks.csv", (_request, response) => {
    const { name, text } = parts.ledgerBook();
    response.attachment(name).type("text/csv; charset=utf-8").send(text);
  });
  router.post("/act", (request, response) => answerAct(parts, request, response));
  return router;
}

function onlyTechnicians(login: TechnicianLogin): RequestHandler {
  return (request, response, next) => {
    const technician = login.whoHas(tokenOf(request));
    if (technician === null) return refuse(response, 401, "login", "enter the PIN");
    response.locals["technician"] = technician;
    next();
  };
}

/** Id of the technician, behind `onlyTechnicians`. */
function whoIn(response: Response): string {
  return String(response.locals["technician"]);
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
  const reply = await doAct(parts, wanted.value, whoIn(response));
  parts.changed();
  response.json(reply);
}
