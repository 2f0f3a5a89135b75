import type { Clock } from "../../base/clock.ts";
import type { Catalogue } from "../../config/catalogue/load-catalogue.ts";
import type { Language } from "../../config/language.ts";
import { availability, isReceiptPaperless, type NeededDevice, type World as Situation } from "../../config/service-items/availability.ts";
import { stepOf } from "../../config/service-items/flow-enter.ts";
import type { FlowState } from "../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../config/service-items/item.ts";
import { FACTOR_NEEDS, methodsNow } from "../../config/service-items/method-availability.ts";
import type { DeviceStatus, Supply } from "../../device-drivers/host/api.ts";
import type { HubLink } from "../../sync-agent/agent/api.ts";
import type { Blanks } from "../issuance/blanks.ts";
import type { Devices } from "../neighbours/devices.ts";
import type { Faces } from "../neighbours/faces.ts";
import type { Hub } from "../neighbours/hub.ts";
import type { ItemCard, Unavailable } from "../server/api.ts";
import type { ClosedMethod } from "./state.ts";

/** What the kiosk can do now, from what its neighbours say. Blanks of a held tray count as none: no further one may be drawn. */
export function situation(parts: {
  readonly devices: readonly DeviceStatus[];
  readonly link: HubLink;
  readonly blanks: (type: string) => number;
  readonly blankTypes: readonly string[];
  readonly now: number;
}): Situation {
  const devices: Partial<Record<NeededDevice, Usability>> = {};
  for (const status of parts.devices) {
    const one = usability(status);
    if (better(one, devices[status.kind])) devices[status.kind] = one;
  }
  return {
    hub: parts.link.hub,
    devices,
    blanks: Object.fromEntries(parts.blankTypes.map((type) => [type, parts.blanks(type)])),
    now: parts.now,
  };
}

type Usability = "usable" | "paper-out" | "down";

/** Unknown never stops anybody: a status that could not be asked is not a fault of the device. */
function usability(status: DeviceStatus): Usability {
  const sources: readonly Supply[] = Object.values(status.paper);
  const empty = sources.length > 0 && sources.every((supply) => supply === "out" || supply === "jammed");
  if (empty) return "paper-out";
  const up = status.state === "online" || status.state === "deviceBusy";
  return up && status.cover !== "open" ? "usable" : "down";
}

const RANK: readonly Usability[] = ["down", "paper-out", "usable"];

function better(one: Usability, than: Usability | undefined): boolean {
  return than === undefined || RANK.indexOf(one) > RANK.indexOf(than);
}

export function unavailableNow(item: ServiceItem, now: Situation, language: Language): Unavailable | null {
  const why = availability(item, now);
  return why && { ...why, elsewhere: item.elsewhere[language] };
}

export function itemCard(item: ServiceItem, now: Situation, department: string, language: Language): ItemCard {
  return {
    id: item.id,
    name: item.name[language],
    summary: item.summary[language],
    department,
    topic: item.topic[language],
    unavailable: unavailableNow(item, now, language),
    notice: isReceiptPaperless(item, now) ? "no-receipt-paper" : null,
  };
}

/** Why methods of the step that `flow` is at cannot be used, by their ids. `not-here`: this kiosk, or the city, has nothing to do it with. */
function closedMethods(item: ServiceItem, flow: FlowState, now: Situation, hasIdentityService: boolean) {
  const closed = new Map<string, ClosedMethod>();
  const step = stepOf(item, flow.step);
  if (step.kind !== "methods") return closed;
  for (const { id, factors, unavailable } of methodsNow(step.methods, now, flow)) {
    const needed = factors.flatMap((factor) => FACTOR_NEEDS[factor].devices);
    const isHere = needed.every((kind) => kind in now.devices) && (hasIdentityService || !factors.includes("remote-face"));
    const why = isHere ? unavailable : "not-here";
    if (why) closed.set(id, why);
  }
  return closed;
}

/** The catalogue as it can be served at this moment. */
export function offerOf(
  catalogue: Catalogue,
  blanks: Blanks,
  neighbours: { readonly devices: Devices; readonly faces: Faces; readonly hub: Hub },
  { clock, hasIdentityService }: { readonly clock: Clock; readonly hasIdentityService: boolean },
) {
  const now = () => {
    const { devices, faces, hub } = neighbours;
    return situation({
      devices: [...devices.list(), ...(faces.camera ? [faces.camera] : [])],
      link: hub.link,
      blanks: (type) => (blanks.isHeld(type) ? 0 : blanks.inStock(type)),
      blankTypes: [...new Set([...catalogue.items.values()].flatMap((item) => item.blanks))],
      now: clock.now(),
    });
  };
  const departmentName = (item: ServiceItem, language: Language) => catalogue.departments.get(item.department)?.name[language] ?? "";
  return {
    find(id: string, language: Language = "zh-CN") {
      const item = catalogue.items.get(id);
      return item ? { item, unavailable: unavailableNow(item, now(), language) } : null;
    },
    closedMethods: (item: ServiceItem, flow: FlowState) => closedMethods(item, flow, now(), hasIdentityService),
    printsReceipts: () => now().devices["receipt-printer"] === "usable",
    cards(language: Language): ItemCard[] {
      const world = now();
      return [...catalogue.items.values()].map((item) => itemCard(item, world, departmentName(item, language), language));
    },
  };
}
