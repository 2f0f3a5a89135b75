import assert from "node:assert/strict";
import type { ServiceItem } from "../../../config/service-items/item.ts";
import { lintItem } from "../../../config/service-items/lint.ts";
import { type Broken, breakable } from "./items.ts";

/** An item of the catalogue, changed in a way that an author may choose: it has to be good as well. */
export function made(id: string, change: (item: Broken, step: (id: string) => Broken) => void): ServiceItem {
  const item = breakable(id);
  change(item, (name) => item.steps.find((one: Broken) => one.id === name));
  assert.deepEqual(lintItem(item), []);
  return item;
}

/**
 * 少儿公交卡年检登记 that would look at the applicant's own face: with the guardian's consent under 14, with their own from 14. No item of
 * the catalogue does.
 */
export const CHILD_FACE_ITEM: ServiceItem = made("child-record", (item, step) => {
  const { by: _, when: __, ...asked } = step("guardian-face-consent");
  const consent = { ...asked, consent: "face-child" };
  const { person: ___, personName: ____, when: _____, ...face } = step("guardian-face");
  item.steps.splice(
    item.steps.indexOf(step("form")),
    0,
    { ...consent, id: "child-face-consent", when: step("guardian-face").when, by: "guardian", next: "child-face" },
    { ...consent, id: "own-face-consent" },
    { ...face, id: "child-face", consent: "face-child" },
  );
  step("guardian-face-consent").ifRefused = "child-face-consent";
  Object.assign(step("guardian-face"), { ifFailed: "child-face-consent", ifUnavailable: "child-face-consent" });
});
