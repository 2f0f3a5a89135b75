import { checker, type Fault } from "../../base/checked.ts";
import type { Catalogue } from "../../config/catalogue/load-catalogue.ts";
import type { Templates } from "../../config/documents/load-templates.ts";
import type { Print } from "../../config/service-items/item.ts";
import type { DeviceSettings } from "../../config/settings/settings.ts";
import type { Media } from "../../device-drivers/kinds/certificate-printer.ts";
import { type PaperTrays, sharedTrays, TRAY_SETTINGS } from "../../device-drivers/kinds/paper-trays.ts";

const checkTrays = checker<PaperTrays>({ type: "object", properties: TRAY_SETTINGS });

/**
 * What of a kiosk's settings would let a plain page take a numbered sheet, or a licence another type's: found before anybody is served, for
 * afterwards no book shows it. A kiosk without a certificate printer prints none of it.
 */
export function paperTrayFaults(devices: readonly DeviceSettings[], { items }: Pick<Catalogue, "items">, templates: Templates): Fault[] {
  const prints = [...items.values()].flatMap(({ steps }) => steps.flatMap((step) => (step.kind === "print" ? step.prints : [])));
  const blanks = new Set([...items.values()].flatMap((item) => item.blanks));
  const plain = new Set<Media>(prints.flatMap((print) => plainMedia(print, templates)));
  return devices.flatMap(({ kind, options }, at) => {
    if (kind !== "certificate-printer") return [];
    const trays = checkTrays(options, "options");
    const here = `/devices/${at}/options`;
    if (!trays.ok) return trays.error.faults.map(({ at: inside, problem }) => ({ at: here + inside, problem }));
    const ofDepartments = prints.some((print) => print.kind === "department-document");
    return [
      ...unnamed(trays.value, blanks, plain, here),
      ...unnamedForDepartments(trays.value, ofDepartments, here),
      ...shared(trays.value, here),
    ];
  });
}

function unnamed({ plainTrays = {}, blankTrays = {} }: PaperTrays, blanks: Set<string>, plain: Set<Media>, at: string): Fault[] {
  const trayless = [...blanks].filter((type) => !Object.hasOwn(blankTrays, type));
  // Only beside blanks does it matter where plain paper comes from.
  const sizes = blanks.size + Object.keys(blankTrays).length === 0 ? [] : [...plain].filter((media) => plainTrays[media] === undefined);
  return [
    ...trayless.map((type) => ({
      at: `${at}/blankTrays`,
      problem: `the blank ${type} has no tray; name the printer's tray in which it lies, alone`,
    })),
    ...sizes.map((media) => ({
      at: `${at}/plainTrays`,
      problem: `plain paper of ${media} has no tray; name one, or a plain page could take a numbered sheet`,
    })),
  ];
}

// Its size is only known with the document: the driver refuses one of a size for which no tray of plain paper is named.
function unnamedForDepartments({ plainTrays = {}, blankTrays = {} }: PaperTrays, isOrdered: boolean, at: string): Fault[] {
  if (!isOrdered || Object.keys(blankTrays).length === 0 || Object.keys(plainTrays).length > 0) return [];
  return [{ at: `${at}/plainTrays`, problem: "departments' documents have no tray of plain paper; name one" }];
}

function shared(trays: PaperTrays, at: string): Fault[] {
  return sharedTrays(trays).map((tray) => ({
    at: `${at}/blankTrays`,
    problem: `the tray ${tray} is named for more than one paper; each type of blank needs a tray of its own`,
  }));
}

function plainMedia(print: Print, { certificates }: Templates): Media[] {
  const template = print.kind === "certificate" && print.effect !== "serialised" ? certificates.get(print.template) : undefined;
  return template ? [template.media] : [];
}
