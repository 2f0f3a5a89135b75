import type { Surroundings } from "../service-items/surroundings.ts";
import type { CertificateTemplate } from "./certificate-template.ts";
import type { Templates } from "./load-templates.ts";

/** What service items are checked against, of the documents that this kiosk can make. */
export function surroundingsOf({ certificates, receipts }: Templates): Pick<Surroundings, "templates" | "twoSided" | "severalPages"> {
  const those = (is: (template: CertificateTemplate) => boolean) => new Set([...certificates.values()].filter(is).map(({ id }) => id));
  return {
    templates: new Set([...certificates.keys(), ...receipts.keys()]),
    twoSided: those(({ sides }) => sides === "two-sided-long-edge"),
    severalPages: those(({ pages }) => pages.length > 1),
  };
}
