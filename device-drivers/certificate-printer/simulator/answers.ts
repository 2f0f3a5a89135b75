import { MEDIA } from "../../kinds/certificate-printer.ts";
import {
  type Attributes,
  boolean,
  enumeration,
  integer,
  isSuccess,
  JOB_STATE,
  numberIn,
  OPERATION,
  STATUS,
  stringIn,
  stringsIn,
  text,
} from "../ipp-attributes.ts";
import type { IppGroup, IppMessage } from "../ipp-codec.ts";
import { type IppValue, TAG } from "../ipp-values.ts";
import { SIZES } from "../media.ts";
import type { PrintEngine, SimulatedJob, SimulatedTray } from "./print-engine.ts";

export interface PrinterIdentity {
  readonly uri: string;
  readonly uuid: string;
  readonly upTimeS: number;
}

const FORMATS = ["application/pdf"];
const SIDES = ["one-sided", "two-sided-long-edge", "two-sided-short-edge"];

/** What the simulated printer answers to one request (without the head and the operation group's charset). */
export interface Answer {
  readonly status: number;
  readonly groups?: readonly IppGroup[];
}

export function answer(request: IppMessage, engine: PrintEngine, self: PrinterIdentity): Answer {
  const operation = request.groups[0]?.attributes ?? {};
  if (!isWellFormed(request)) return { status: STATUS.badRequest };
  switch (request.code) {
    case OPERATION.getPrinterAttributes:
      return { status: STATUS.ok, groups: [{ group: "printer", attributes: requested(operation, printerAttributes(engine, self)) }] };
    case OPERATION.validateJob:
      return { status: verdict(request, engine) };
    case OPERATION.printJob:
      return printJob(request, operation, engine, self);
    case OPERATION.getJobs:
      return { status: STATUS.ok, groups: jobsFor(operation, engine).map((job) => jobGroup(job, briefly(operation), self)) };
    case OPERATION.getJobAttributes:
      return withJob(operation, engine, (job) => ({ status: STATUS.ok, groups: [jobGroup(job, operation, self)] }));
    case OPERATION.cancelJob:
      return withJob(operation, engine, (job) => ({ status: engine.cancel(job) ? STATUS.ok : STATUS.notPossible }));
    default:
      return { status: STATUS.operationNotSupported };
  }
}

/** RFC 8011 §4.1.1, §4.1.4, §4.1.5: a request number, then charset, language and target, in this order. */
function isWellFormed(request: IppMessage): boolean {
  const [first] = request.groups;
  const [charset, language, target] = Object.keys(first?.attributes ?? {});
  const ordered = charset === "attributes-charset" && language === "attributes-natural-language";
  return request.requestId > 0 && first?.group === "operation" && ordered && (target === "printer-uri" || target === "job-uri");
}

function printJob(request: IppMessage, operation: Attributes, engine: PrintEngine, self: PrinterIdentity): Answer {
  const status = verdict(request, engine);
  if (!isSuccess(status)) return { status };
  const job = engine.accept({
    name: stringIn(operation, "job-name") ?? "untitled",
    media: mediaOf(request) ?? engine.trays[0]?.media ?? "",
    source: sourceOf(request),
    pages: countPages(request.data),
    sides: wanted(request, "sides") ?? "one-sided",
    pdf: Buffer.from(request.data),
  });
  return { status, groups: [jobGroup(job, {}, self)] };
}

/** The status with which a job is taken or refused. Without fidelity a printer takes what it has instead (RFC 8011 §4.1.7). */
function verdict(request: IppMessage, engine: PrintEngine): number {
  const format = wanted(request, "document-format");
  if (format && format !== "application/octet-stream" && !FORMATS.includes(format)) return STATUS.formatNotSupported;
  if (knowsAll(request, engine)) return STATUS.ok;
  const fidelity = request.groups[0]?.attributes["ipp-attribute-fidelity"]?.[0];
  return fidelity?.type === "boolean" && fidelity.value ? STATUS.attributesNotSupported : STATUS.okIgnored;
}

// A printer takes a job for every size that it knows, whatever lies in its trays.
function knowsAll(request: IppMessage, engine: PrintEngine): boolean {
  const media = mediaOf(request);
  const source = sourceOf(request);
  const sides = wanted(request, "sides");
  const knowsMedia = media === undefined || (MEDIA as readonly string[]).includes(media);
  const knowsSource = source === undefined || engine.trays.some((tray) => tray.name === source);
  return knowsMedia && knowsSource && (!sides || SIDES.includes(sides));
}

function mediaOf(request: IppMessage): string | undefined {
  const size = member(mediaCol(request), "media-size");
  if (!size) return wanted(request, "media");
  const [x, y] = [numberIn(size, "x-dimension"), numberIn(size, "y-dimension")];
  return MEDIA.find((media) => SIZES[media][0] === x && SIZES[media][1] === y) ?? `custom_${x}x${y}`;
}

function sourceOf(request: IppMessage): string | undefined {
  return stringIn(mediaCol(request) ?? {}, "media-source");
}

function mediaCol(request: IppMessage): Attributes | undefined {
  return request.groups.map((group) => member(group.attributes, "media-col")).find((found) => found !== undefined);
}

function member(attributes: Attributes | undefined, name: string): Attributes | undefined {
  const value = attributes?.[name]?.[0];
  return value?.type === "collection" ? value.value : undefined;
}

function wanted(request: IppMessage, name: string): string | undefined {
  return request.groups.map((group) => stringIn(group.attributes, name)).find((value) => value !== undefined);
}

function withJob(operation: Attributes, engine: PrintEngine, then: (job: SimulatedJob) => Answer): Answer {
  const id = numberIn(operation, "job-id") ?? Number(/\/(\d+)$/.exec(stringIn(operation, "job-uri") ?? "")?.[1]);
  const job = engine.jobs.find((one) => one.id === id);
  return job ? then(job) : { status: STATUS.notFound };
}

function jobsFor(operation: Attributes, engine: PrintEngine): SimulatedJob[] {
  const which = stringIn(operation, "which-jobs") ?? "not-completed";
  if (which === "all") return engine.jobs;
  return engine.jobs.filter((job) => (which === "completed") === job.state >= JOB_STATE.canceled);
}

function jobGroup(job: SimulatedJob, operation: Attributes, self: PrinterIdentity): IppGroup {
  const attributes: Attributes = {
    "job-id": integer(job.id),
    "job-uri": text("uri", `${self.uri}/${job.id}`),
    "job-uuid": text("uri", `urn:uuid:00000000-0000-4000-8000-${job.id.toString(16).padStart(12, "0")}`),
    "job-printer-uri": text("uri", self.uri),
    "job-name": text("name", job.name),
    "job-state": enumeration(job.state),
    "job-state-reasons": text("keyword", job.reason),
    "job-impressions": integer(job.pages),
    "job-impressions-completed": integer(job.done),
  };
  return { group: "job", attributes: requested(operation, attributes) };
}

// A list of jobs names only these two where nothing else is asked for (RFC 8011 §4.2.6.1).
function briefly(operation: Attributes): Attributes {
  return { "requested-attributes": text("keyword", "job-id", "job-uri"), ...operation };
}

function requested(operation: Attributes, all: Attributes): Attributes {
  const names = stringsIn(operation, "requested-attributes");
  const everything =
    names.length === 0 || names.some((name) => ["all", "printer-description", "job-description", "job-template"].includes(name));
  return everything ? all : Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

function printerAttributes(engine: PrintEngine, self: PrinterIdentity): Attributes {
  return {
    "printer-uri-supported": text("uri", self.uri),
    "uri-security-supported": text("keyword", "none"),
    "uri-authentication-supported": text("keyword", "none"),
    "printer-name": text("name", "zizhu-simulator"),
    "printer-info": text("text", "Certificate printer (simulated)"),
    "printer-location": text("text", "示例市"),
    "printer-more-info": text("uri", self.uri.replace(/^ipp:/, "http:")),
    "printer-make-and-model": text("text", "Zizhu certificate printer simulator"),
    "printer-state": enumeration(engine.state()),
    "printer-state-reasons": text("keyword", ...engine.reasons()),
    "printer-is-accepting-jobs": boolean(true),
    "printer-uuid": text("uri", self.uuid),
    "printer-up-time": integer(self.upTimeS),
    "queued-job-count": integer(engine.jobs.filter((job) => job.state < JOB_STATE.canceled).length),
    "ipp-versions-supported": text("keyword", "1.1", "2.0"),
    "operations-supported": Object.values(OPERATION).flatMap(enumeration),
    "charset-configured": text("charset", "utf-8"),
    "charset-supported": text("charset", "utf-8"),
    "natural-language-configured": text("naturalLanguage", "zh-cn"),
    "generated-natural-language-supported": text("naturalLanguage", "zh-cn"),
    "document-format-default": text("mimeMediaType", "application/pdf"),
    "document-format-supported": text("mimeMediaType", ...FORMATS),
    "compression-supported": text("keyword", "none"),
    "pdl-override-supported": text("keyword", "attempted"),
    "copies-supported": [{ type: "rangeOfInteger", value: [1, 1] }],
    "sides-default": text("keyword", "one-sided"),
    "sides-supported": text("keyword", ...SIDES),
    "media-default": text("keyword", engine.trays[0]?.media ?? "iso_a4_210x297mm"),
    "media-supported": text("keyword", ...MEDIA),
    "media-col-default": engine.trays.slice(0, 1).map(mediaCollection),
    "media-ready": text("keyword", ...engine.trays.map((tray) => tray.media)),
    "media-col-supported": text("keyword", "media-size", "media-source"),
    "media-source-supported": text("keyword", ...engine.trays.map((tray) => tray.name)),
    "media-col-ready": engine.trays.map(mediaCollection),
    "which-jobs-supported": text("keyword", "completed", "not-completed", "all"),
    "printer-input-tray": engine.trays.map((tray) => inputTray(tray, engine.levelOf(tray))),
  };
}

function mediaCollection(tray: SimulatedTray): IppValue {
  const [short, long] = SIZES[tray.media];
  const size: IppValue = { type: "collection", value: { "x-dimension": integer(short), "y-dimension": integer(long) } };
  return { type: "collection", value: { "media-size": [size], "media-source": text("keyword", tray.name) } };
}

function inputTray(tray: SimulatedTray, level: number): IppValue {
  const [short, long] = SIZES[tray.media];
  const fields = `type=sheetFeedAutoRemovableTray;mediafeed=${long};mediaxfeed=${short};maxcapacity=${tray.capacity};level=${level};status=0;name=${tray.name};`;
  return { type: "bytes", tag: TAG.octetString, value: Buffer.from(fields) };
}

/** Page objects of a PDF whose objects are not packed into streams, as our documents are; at least one. */
export function countPages(pdf: Buffer): number {
  return Math.max(1, pdf.toString("latin1").match(/\/Type\s*\/Page(?![a-zA-Z])/g)?.length ?? 0);
}
