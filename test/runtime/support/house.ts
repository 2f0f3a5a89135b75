import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { pause, systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { hashPassword } from "../../../base/password.ts";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { sealKeyPair } from "../../../base/seal.ts";
import { Documents } from "../../../config/documents/documents.ts";
import { openFonts } from "../../../config/documents/fonts.ts";
import type { Settings } from "../../../config/settings/settings.ts";
import { House } from "../../../runtime/house.ts";
import { meetNeighbours } from "../../../runtime/neighbours/neighbours.ts";
import { openRecords } from "../../../runtime/open-records.ts";
import type { Intent, IntentReply, View } from "../../../runtime/server/api.ts";
import { makeDeviceKey } from "../../../sync-agent/hub/keys.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FakeFaces } from "./fake-faces.ts";
import { GUARDIAN_ITEM, METHODS_ITEM } from "./identity-items.ts";
import { FakeAgent, FakeDeviceHost, type Scripted } from "./peers.ts";
import { temporaryFolder } from "./records.ts";
import { CARD_AGAIN_ITEM, FACE_ITEM, LICENCE_TEMPLATE, RECEIPT_TEMPLATE, SAMPLE_ITEM, SCAN_ITEM } from "./sample-item.ts";

export const PIN = "471108";
export const SECOND_PIN = "582219";
const HUB = sealKeyPair();
const HUB_SIGNS = makeDeviceKey();
export const IDENTITY = sealKeyPair();
const fonts = must(openFonts());
const technicians = Promise.all(
  Object.entries({ lin: PIN, zhou: SECOND_PIN }).map(async ([id, pin]) => ({
    id,
    name: id,
    pinHash: await hashPassword(pin, systemRandom),
  })),
);

const templates = { certificates: new Map([["licence", LICENCE_TEMPLATE]]), receipts: new Map([["receipt", RECEIPT_TEMPLATE]]) };
const departments = new Map([
  [
    "sample-department",
    {
      name: { "zh-CN": "示例市样张局", en: "Sample Bureau" },
      creditCode: "",
      window: { "zh-CN": "", en: "" },
      hours: { "zh-CN": "", en: "" },
    },
  ],
]);
const name = { "zh-CN": "样张证照", en: "Sample licence" };
const catalogue = {
  blanks: new Map([
    ["licence", { name }],
    ["duplicate", { name }],
  ]),
  departments,
  codes: [
    { id: "hall-ticket", type: "queue-ticket", prefix: "SLT-", alphabet: "digits-and-capitals", length: { min: 4, max: 6 } } as const,
    { id: "licence-code", type: "electronic-licence", prefix: "LIC:", alphabet: "digits", length: { min: 6, max: 6 } } as const,
  ],
  items: new Map([SAMPLE_ITEM, FACE_ITEM, CARD_AGAIN_ITEM, SCAN_ITEM, METHODS_ITEM, GUARDIAN_ITEM].map((item) => [item.id, item])),
  sha256: "0".repeat(64),
};

export type TestHouse = Awaited<ReturnType<typeof openHouse>>;

/** A runtime in this process, with its real database, its real server and scripted neighbours on real sockets. */
export async function openHouse(
  options: { folder?: string; blanks?: number; log?: typeof silentLog; findJob?: Scripted; identityKey?: string | null; now?: number } = {},
) {
  const folder = options.folder ?? temporaryFolder();
  mkdirSync(join(folder, "s"), { recursive: true });
  const clock = new FakeClock(options.now);
  const peers = {
    devices: new FakeDeviceHost(join(folder, "s"), clock),
    agent: new FakeAgent(join(folder, "s")),
    faces: new FakeFaces(join(folder, "s")),
  };
  const { findJob } = options;
  if (findJob) peers.devices.commands["find-job"] = () => findJob;
  await Promise.all([peers.devices.start(), peers.agent.start(), peers.faces.start()]);
  const settings: Settings = {
    kiosk: { id: "demo-007", hall: { "zh-CN": "示例市政务服务中心", en: "Sample Hall" }, region: "990101", production: false },
    data: join(folder, "data"),
    sockets: join(folder, "s"),
    catalogue: "",
    server: { port: 0 },
    screen: { widthMm: 300, heightMm: 530 },
    session: { idleMs: 60_000, countdownMs: 15_000, seniorFactor: 2 },
    hub: { url: "", publicKeys: "" },
    identityService: null,
    devices: [],
    camera: null,
    face: { pass: 0.5, reject: 0.3, calibrationSha256: "" },
    technicians: await technicians,
    blanks: { secondPerson: ["return-blanks", "resolve", "spoil"] },
  };
  const records = openRecords(settings.data, settings.kiosk.id, HUB.publicKey, clock, systemRandom);
  if ((options.blanks ?? 3) > 0 && records.blanks.batches().length === 0)
    must(records.blanks.load("licence", "A0001", options.blanks ?? 3));
  const log = options.log ?? silentLog;
  const neighbours = meetNeighbours(settings.sockets, clock, log);
  const house = new House({
    settings,
    release: "0.0.0",
    catalogue,
    templates,
    documents: new Documents(templates, fonts),
    records,
    neighbours,
    hubKey: HUB_SIGNS.publicKey,
    identityKey: options.identityKey === undefined ? IDENTITY.publicKey : options.identityKey,
    uiFolder: join(import.meta.dirname, "ui"),
    clock,
    random: systemRandom,
    log,
  });
  const { server, port } = must(await house.listen());
  const kiosk = house.kiosk;
  await until(() => kiosk.view().screen.kind === "home" && neighbours.hub.link.hub === "reachable" && neighbours.faces.camera !== null);
  let open = true;
  return {
    folder,
    clock,
    peers,
    records,
    house,
    kiosk,
    neighbours,
    port,
    hubPrivateKey: HUB.privateKey,
    screen: () => kiosk.view().screen.kind,
    touch: (intent: Intent): IntentReply => {
      const view: View = kiosk.view();
      return kiosk.intend({ session: view.session, revision: view.revision, intent });
    },
    reaches: (kind: View["screen"]["kind"]) =>
      until(
        () => kiosk.view().screen.kind === kind,
        () => `screen ${kiosk.view().screen.kind}, not ${kind}`,
      ),
    async close() {
      if (!open) return;
      open = false;
      const stopped = house.stop();
      let done = false;
      void stopped.then(() => {
        done = true;
      });
      await until(() => done);
      await Promise.all([peers.devices.die(), peers.agent.die(), peers.faces.die()]);
    },
    /** What the journal says of one kind of event, oldest first. */
    journalled: (event: string): Record<string, unknown>[] =>
      records.db
        .all("SELECT fields FROM journal WHERE event = ? ORDER BY seq", event)
        .map((row) => JSON.parse(String(row["fields"])) as Record<string, unknown>),
    /** SIGKILL of the runtime: nothing is tidied, the sockets just close. */
    async kill() {
      open = false;
      neighbours.close();
      server.close();
      server.closeAllConnections();
      records.db.close();
      await Promise.all([peers.devices.die(), peers.agent.die(), peers.faces.die()]);
    },
  };
}

/** A limit for what will never be; on a busy machine a cold renderer may take seconds. */
const NEVER_AFTER_MS = 30_000;

/** Turns of the event loop until something holds. Other threads do a part of the work: after a while they get the processor in between. */
export async function until(holds: () => boolean, what: () => string = () => String(holds)): Promise<void> {
  const since = systemClock.monotonic();
  for (let turn = 0; !holds(); turn++) {
    if (systemClock.monotonic() - since > NEVER_AFTER_MS) throw new Error(`never came true: ${what()}`);
    if (turn < 1_000) await new Promise((resolve) => setImmediate(resolve));
    else await pause(systemClock, 1);
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** One request with exactly these headers; `Host` as given. */
export async function http(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Buffer,
): Promise<Answer> {
  const asked = request({ host: "127.0.0.1", port, method, path, headers: { ...headers }, agent: false });
  asked.end(body);
  const [response] = (await once(asked, "response")) as [import("node:http").IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString("utf8") };
}
