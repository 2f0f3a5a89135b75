import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type NextFunction, type Request, type Response, type Router } from "express";
import { type Check, describeInvalid, type Invalid } from "../../../base/checked.ts";
import type { Log } from "../../../base/log.ts";
import type { LocalText } from "../../../config/language.ts";

/** One department as a small HTTP service of its own. */
export interface Department {
  /** Key of `catalogue/departments.json`. */
  readonly id: string;
  /** Of a request's body; absent: 64 KB. */
  readonly maxBodyBytes?: number;
  routes(): Router;
  close(): void;
}

export interface RunningDepartment {
  readonly port: number;
  close(): Promise<void>;
}

export interface Reply {
  readonly status: number;
  readonly body: object;
}

/** A department's "no": a code for machines, words for the person, and words for single fields. */
export function no(status: number, reason: string, message: LocalText, fields: Readonly<Record<string, LocalText>> = {}): Reply {
  return { status, body: { reason, message, fields } };
}

export function yes(body: object): Reply {
  return { status: 200, body };
}

/** `POST path` with a JSON body that `check` lets pass. */
export function onPost<T>(router: Router, path: string, check: Check<T>, answer: (body: T, key: string) => Reply | Promise<Reply>): void {
  router.post(path, async (request: Request, response: Response) => {
    const checked = check(request.body, path);
    const reply = checked.ok ? await answer(checked.value, request.get("idempotency-key") ?? "") : malformed(response, checked.error);
    response.status(reply.status).json(reply.body);
  });
}

/** A file in place of JSON, with what the connector reads from its headers. */
export interface SentFile {
  readonly type: string;
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** As `onPost`, for what answers with a file when it can. */
export function onPostFile<T>(
  router: Router,
  path: string,
  check: Check<T>,
  answer: (body: T) => Promise<Reply | SentFile> | Reply | SentFile,
): void {
  router.post(path, async (request: Request, response: Response) => {
    const checked = check(request.body, path);
    const reply = checked.ok ? await answer(checked.value) : malformed(response, checked.error);
    if ("status" in reply) response.status(reply.status).json(reply.body);
    else response.set({ ...reply.headers, "content-type": reply.type, "cache-control": "no-store" }).end(reply.bytes);
  });
}

function malformed(response: Response, error: Invalid): Reply {
  response.set("x-problem", encodeURIComponent(describeInvalid(error)).slice(0, 500));
  return no(400, "malformed", { "zh-CN": "提交的内容不完整，请重新填写。", en: "What was sent is incomplete. Please fill it in again." });
}

/** `GET path/:code`, for the public check of a document. */
export function onVerify(router: Router, path: string, look: (code: string) => Reply): void {
  router.get(`${path}/:code`, (request: Request, response: Response) => {
    const reply = look(String(request.params["code"] ?? ""));
    response.status(reply.status).json(reply.body);
  });
}

export async function serveDepartment(department: Department, at: { host: string; port: number }, log: Log): Promise<RunningDepartment> {
  const app = express();
  app.disable("x-powered-by");
  app.use(express.json({ limit: department.maxBodyBytes ?? 64 * 1024 }));
  app.use(department.routes());
  app.use((_request, response) => void response.status(404).json({ reason: "unknown-route" }));
  app.use((cause: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(cause);
    const { status = 500 } = cause as { status?: number };
    if (status >= 500) log.error("department.broke", { department: department.id, cause });
    response.status(status).json({ reason: status < 500 ? "malformed" : "broke" });
  });
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(at.port, at.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  log.info("department.started", { department: department.id, port });
  return {
    port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      department.close();
    },
  };
}
