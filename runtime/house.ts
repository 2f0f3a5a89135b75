import { createPublicKey } from "node:crypto";
import type { Server } from "node:http";
import type { Clock } from "../base/clock.ts";
import { forget } from "../base/forget.ts";
import type { Log } from "../base/log.ts";
import type { Random } from "../base/random.ts";
import type { Result } from "../base/result.ts";
import type { Catalogue } from "../config/catalogue/load-catalogue.ts";
import type { Documents as CatalogueDocuments } from "../config/documents/documents.ts";
import type { Templates } from "../config/documents/load-templates.ts";
import { hallDate } from "../config/hall-time.ts";
import type { Settings } from "../config/settings/settings.ts";
import { DeviceActs } from "./device-acts.ts";
import { downloadBy } from "./effects/download-by.ts";
import { SessionHands } from "./effects/hands.ts";
import { paperlessBy } from "./effects/paperless-by.ts";
import { GuideLights } from "./guide-lights.ts";
import { blanksCsv } from "./issuance/blanks-csv.ts";
import { documentsOf } from "./issuance/catalogue-documents.ts";
import { DepartmentDocuments } from "./issuance/department-document.ts";
import { Issuer } from "./issuance/issue.ts";
import { type AtPrinter, jobAtPrinter } from "./issuance/job-check.ts";
import { keepSettled, recoverLedger } from "./issuance/recover.ts";
import { Maintenance } from "./maintenance.ts";
import type { Neighbours } from "./neighbours/neighbours.ts";
import type { Records } from "./open-records.ts";
import { Reporter } from "./reporter.ts";
import type { OutOfService, TechnicianOverview } from "./server/api.ts";
import { closeServer, createApp, type ListenProblem, listen } from "./server/server.ts";
import { TechnicianLogin } from "./server/technician-login.ts";
import { Kiosk } from "./session/kiosk.ts";
import { noteConsents } from "./session/note-consents.ts";
import { noteLocks } from "./session/note-locks.ts";
import { offerOf } from "./session/offer.ts";
import { releaseSetAside, setAsideRows } from "./set-aside-rows.ts";

export interface HouseParts {
  readonly settings: Settings;
  readonly release: string;
  readonly catalogue: Catalogue;
  readonly templates: Templates;
  readonly documents: CatalogueDocuments;
  readonly records: Records;
  readonly neighbours: Neighbours;
  /** The hub's public signing key (PEM), for its word on departments' documents. */
  readonly hubKey: string;
  /** The identity service's public key (PEM); null where the settings name none. */
  readonly identityKey: string | null;
  readonly uiFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** device-host says what it has within a second; after this it is not starting any more but away. */
const STARTING_MS = 15_000;
/** The next page loads first; then what the last person left in memory goes. */
const FORGET_AFTER_MS = 500;
/** The chain is walked for the technician at most this often; it may be long. */
const VERIFY_EVERY_MS = 60_000;

/** The runtime put together: ledger recovered, then session, then server. */
export class House {
  readonly kiosk: Kiosk;
  readonly #parts: HouseParts;
  readonly #hands: SessionHands;
  readonly #reporter: Reporter;
  readonly maintenance: Maintenance;
  readonly #stopped = new AbortController();
  #server: Server | undefined;
  #starting = true;
  #stopping = false;
  /** A printer is being asked what became of an earlier job, and the devices are taken for it. */
  #asking = false;
  #pageAliveAt: number | null = null;
  #verdict: { readonly until: number; readonly entries: number; readonly head: string; readonly intact: boolean } | undefined;

  constructor(parts: HouseParts) {
    this.#parts = parts;
    const { settings, catalogue, templates, records, neighbours, identityKey, clock, random, log } = parts;
    const { devices, faces, hub } = neighbours;
    const departmentDocuments = new DepartmentDocuments({
      hub,
      hubKey: createPublicKey(parts.hubKey),
      kiosk: settings.kiosk.id,
      clock,
      random,
      log: log.channel("issuance"),
    });
    const documents = documentsOf(parts.documents, departmentDocuments.fetch);
    const issuer = new Issuer(records.ledger, documents, clock, log.channel("issuance"));
    const left = recoverLedger(records.ledger, log.channel("issuance"));
    records.reconciliation.start(log.channel("issuance"));
    const departmentName = (key: string, language: "zh-CN" | "en") => catalogue.departments.get(key)?.name[language] ?? "";
    const slotOf = (template: string) => (templates.receipts.has(template) ? "receipt-printer" : "certificate-printer");
    const lights = new GuideLights({ devices, slotOf, fillLight: settings.camera?.light, clock, random, log: log.channel("lights") });
    this.#hands = new SessionHands({
      ...records,
      ...neighbours,
      kiosk: settings.kiosk.id,
      identityKey,
      lights,
      issuer,
      download: downloadBy(hub, settings.hub),
      paperless: paperlessBy(documents, { hub: settings.hub, outbox: records.outbox, clock, random }),
      departmentName,
      codes: catalogue.codes,
      clock,
      random,
      log: log.channel("session"),
    });
    const offer = offerOf(catalogue, records.blanks, neighbours, { clock, hasIdentityService: identityKey !== null });
    this.maintenance = new Maintenance({
      mode: devices.mode,
      journal: records.journal,
      busy: () => this.kiosk.busy,
      changed: () => this.#lookAround(),
    });
    this.kiosk = new Kiosk({
      clock,
      random,
      log: log.channel("session"),
      hands: this.#hands,
      timing: settings.session,
      kiosk: { id: settings.kiosk.id, hall: settings.kiosk.hall },
      screenMm: Math.max(settings.screen.widthMm, settings.screen.heightMm),
      closed: () => this.#closed(),
      find: offer.find,
      closedMethods: offer.closedMethods,
      printsReceipts: offer.printsReceipts,
      items: offer.cards,
      documentName: (template, language) =>
        (templates.certificates.get(template) ?? templates.receipts.get(template))?.name[language] ?? template,
      witness: (before, after, input) => {
        // What needs no disk comes first: forgetting must not wait for a write that fails.
        if (before.at !== after.at && (after.at === "home" || after.at === "closed")) clock.after(FORGET_AFTER_MS, () => this.#forget());
        if (before.at !== after.at)
          log.channel("session").info("session.state", { from: before.at, to: after.at, session: this.kiosk.session });
        lights.look(after);
        noteConsents(records.journal, before, after);
        noteLocks(records.journal, before, input);
        records.checkpoints.takeIfDue();
        this.maintenance.look();
      },
    });
    this.#reporter = new Reporter({ ...records, ...neighbours, clock, random, log: log.channel("reporter") });
    for (const neighbour of [devices, faces, hub]) neighbour.onChange(() => this.#lookAround());
    clock.after(STARTING_MS, () => this.#lookAround(false));
    const asking = (isAsking: boolean) => {
      this.#asking = isAsking;
      this.#lookAround();
    };
    const settling = { ledger: records.ledger, issuer, devices, clock, log: log.channel("issuance"), asking };
    void keepSettled(left.toAsk, settling, this.#stopped.signal);
  }

  async listen(): Promise<Result<{ server: Server; port: number }, ListenProblem>> {
    const { settings, catalogue, records, neighbours, uiFolder, clock, random, log } = this.#parts;
    const app = createApp({
      kiosk: this.kiosk,
      faces: neighbours.faces,
      technician: {
        ...records,
        blankTypes: new Set(catalogue.blanks.keys()),
        login: new TechnicianLogin(settings.technicians, clock, random),
        secondFor: settings.blanks.secondPerson,
        overview: (technician) => this.overview(technician),
        statement: () => records.reconciliation.report(),
        ledgerBook: () => ({ name: `blanks-${settings.kiosk.id}-${hallDate(clock.now())}.csv`, text: blanksCsv(records.db) }),
        atPrinter: (id) => this.#atPrinter(id),
        health: new DeviceActs({ devices: neighbours.devices, journal: records.journal, clock }),
        setMaintenance: (on) => this.maintenance.set(on),
        releaseSetAside: (by) => releaseSetAside({ ...records, poke: () => neighbours.hub.poke() }, by),
        changed: () => this.kiosk.refresh(),
      },
      uiFolder,
      pageAlive: () => {
        this.#pageAliveAt = clock.now();
      },
      health: () => ({ ok: true, closed: this.#closed(), serving: this.kiosk.serving, pageAliveAt: this.#pageAliveAt }),
      clock,
      log: log.channel("server"),
    });
    const listening = await listen(app, settings.server.port);
    if (!listening.ok) return listening;
    this.#server = listening.value.server;
    return listening;
  }

  /** What is proved or has ended cannot be printed any more, and needs no printer to be settled. */
  async #atPrinter(id: string): Promise<AtPrinter> {
    const { records, neighbours, clock, random } = this.#parts;
    const issuance = records.ledger.find(id);
    const inDoubt = issuance?.state === "held" || issuance?.state === "unknown";
    return inDoubt ? jobAtPrinter(issuance, { devices: neighbours.devices, clock, random }) : "gone";
  }

  /** As the technician with this id sees it. */
  overview(technician: string): TechnicianOverview {
    const { settings, release, catalogue, templates, records, neighbours } = this.#parts;
    return {
      kiosk: settings.kiosk.id,
      release,
      devices: this.#reporter.devices(),
      link: neighbours.hub.link,
      setAside: setAsideRows(records),
      blankTypes: [...catalogue.blanks].map(([id, { name }]) => ({ id, name })),
      ...records.reconciliation.live.read([...catalogue.blanks.keys()]),
      technician,
      secondFor: settings.blanks.secondPerson,
      openIssuances: records.ledger.open(this.kiosk.session),
      documentNames: Object.fromEntries([...templates.certificates].map(([id, { name }]) => [id, name])),
      journal: this.#journal(),
      sessionActive: this.kiosk.serving,
      face: neighbours.faces.status,
      maintenance: this.maintenance.overview(),
      pageAliveAt: this.#pageAliveAt,
    };
  }

  /** Serves nobody new, lets a sheet under way finish, lets go of the devices, and closes. */
  async stop(): Promise<void> {
    const { records, neighbours } = this.#parts;
    this.#stopping = true;
    this.#stopped.abort();
    await this.kiosk.stop();
    await this.#hands.idle();
    this.#reporter.stop();
    this.maintenance.stop();
    records.reconciliation.stop();
    records.journal.append("process.stopped", { process: "runtime", reason: "asked" });
    records.checkpoints.take();
    if (this.#server) await closeServer(this.#server);
    neighbours.close();
    records.db.close();
  }

  #forget(): void {
    if (this.#stopping) return;
    this.#parts.neighbours.forget();
    forget();
  }

  #closed(): OutOfService | null {
    if (this.#stopping) return "stopping";
    if (this.maintenance.closed) return "maintenance";
    // Not for longer than it takes to ask a printer six times.
    if (this.#asking) return "starting";
    if (this.#parts.neighbours.devices.up) return null;
    return this.#starting ? "starting" : "device-host-away";
  }

  #lookAround(starting = this.#starting && !this.#parts.neighbours.devices.up): void {
    this.#starting = starting;
    if (this.#stopping) return;
    try {
      this.#reporter.look();
    } catch (cause) {
      // A disk that is full: the kiosk goes on with what is under way.
      this.#parts.log.channel("reporter").error("devices.not-noted", { cause });
    }
    this.kiosk.refresh();
  }

  #journal(): TechnicianOverview["journal"] {
    const { clock, records } = this.#parts;
    const now = clock.monotonic();
    if (!this.#verdict || now >= this.#verdict.until) this.#verdict = { ...records.journal.verify(), until: now + VERIFY_EVERY_MS };
    return { ...records.journal.head(), intact: this.#verdict.intact };
  }
}
