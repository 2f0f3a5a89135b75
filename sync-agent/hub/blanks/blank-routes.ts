import express, { type Request, type Response, type Router } from "express";
import { isCalendarDate } from "../../../config/hall-time.ts";
import { csvOf } from "../csv.ts";
import { refusal, sendRefusal } from "../replies.ts";
import type { BlankReport } from "./blank-report.ts";

/** Under `/admin/api`, behind the login: the books, as JSON and as tables to keep. */
export function blankRoutes(report: BlankReport): Router {
  const router = express.Router();
  router.get("/blanks", async (_request, response) => void response.json({ blanks: await report.books(), names: report.names }));
  router.get("/blanks/open", async (_request, response) => {
    response.json(await report.open());
  });
  router.get("/findings", async (_request, response) => void response.json({ findings: await report.findings() }));
  router.get("/reconciliation", async (request, response) => {
    const day = dayOf(report, request, response);
    if (day) response.json(await report.reconciliation(day));
  });
  router.get("/blanks.csv", async (_request, response) => {
    const rows = (await report.books()).map(({ kiosk, hall, blankType, loaded, left, issued, spoiled, returned, open, statement }) => [
      ...[kiosk, hall, blankType, loaded, left, issued, spoiled, returned, open],
      ...[statement?.day ?? "", statement?.state ?? ""],
    ]);
    const heads = [
      "kiosk",
      "hall",
      "blankType",
      "loaded",
      "left",
      "issued",
      "spoiled",
      "returned",
      "open",
      "statementDay",
      "statementState",
    ];
    sendCsv(response, "blanks", csvOf(heads, rows));
  });
  router.get("/blanks/open.csv", async (_request, response) => {
    const rows = (await report.open()).open.flatMap(({ kiosk, hall, blankType, numbers }) =>
      numbers.map(({ serial, issuance, state, why, since }) => [kiosk, hall, blankType, serial, issuance, state, why, since]),
    );
    sendCsv(response, "open-numbers", csvOf(["kiosk", "hall", "blankType", "serial", "issuance", "state", "why", "since"], rows));
  });
  router.get("/blanks/settled.csv", async (request, response) => {
    const day = dayOf(report, request, response);
    if (!day) return;
    const rows = (await report.settled(day)).map((one) => [
      ...[one.kiosk, one.hall, one.blankType, one.serial, one.issuance, one.found, one.by, one.confirmedBy, one.at],
    ]);
    const heads = ["kiosk", "hall", "blankType", "serial", "issuance", "found", "by", "confirmedBy", "at"];
    sendCsv(response, `settled-numbers-${day}`, csvOf(heads, rows));
  });
  router.get("/reconciliation.csv", async (request, response) => {
    const day = dayOf(report, request, response);
    if (!day) return;
    const { findings } = await report.reconciliation(day);
    const rows = findings.map((one) => [
      ...[one.id, one.code, one.kiosk, one.hall, one.blankType, one.first, one.last, one.count, one.since],
      ...[new Date(one.openedAt).toISOString(), one.closedAt ?? "", one.what["zh-CN"], one.todo["zh-CN"], one.what.en, one.todo.en],
      one.settled.map(({ serial, found, by, confirmedBy, at }) => [serial, found, by, confirmedBy, at].join(" ")).join("; "),
    ]);
    const heads = ["id", "code", "kiosk", "hall", "blankType", "first", "last", "count", "since", "openedAt", "closedAt"];
    sendCsv(
      response,
      `reconciliation-${day}`,
      csvOf([...heads, "what (zh-CN)", "todo (zh-CN)", "what (en)", "todo (en)", "settled"], rows),
    );
  });
  return router;
}

function dayOf(report: BlankReport, request: Request, response: Response): string | null {
  const { day = report.today() } = request.query;
  if (typeof day === "string" && isCalendarDate(day)) return day;
  sendRefusal(response, refusal(400, "day.malformed", "day must be a date like 2026-01-05"));
  return null;
}

function sendCsv(response: Response, name: string, csv: string): void {
  response.set("content-disposition", `attachment; filename="${name}.csv"`).type("text/csv").send(csv);
}
