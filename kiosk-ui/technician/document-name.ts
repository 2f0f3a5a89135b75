import type { OpenIssuance, TechnicianOverview } from "../../runtime/server/api.ts";
import { language } from "../texts/texts.ts";

/** The document's name, where the catalogue still has it. */
export function nameOf({ documentNames }: Pick<TechnicianOverview, "documentNames">, { document }: OpenIssuance): string {
  return documentNames[document]?.[language()] ?? document;
}
