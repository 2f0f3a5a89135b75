import { html, type TemplateResult } from "lit";
import type { AdminApi } from "../../sync-agent/hub/api.ts";
import { language } from "../texts/texts.ts";

export type TypeNames = AdminApi["GET /admin/api/blanks"]["names"];

/** A kind of numbered sheet by its name, with the id that tables have as a hint; by its id alone where the hub has no name. */
export function typeName(blankType: string, names: TypeNames): TemplateResult {
  const name = names[blankType]?.[language()];
  return name === undefined ? html`<span class="mono">${blankType}</span>` : html`<span title=${blankType}>${name}</span>`;
}
