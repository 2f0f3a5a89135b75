import type { Evidence, OpenIssuance } from "../../runtime/server/api.ts";
import { say } from "../texts/texts.ts";
import { FINDINGS, type Found } from "./number-check.ts";

/** What the machines said, each in a sentence; figures stay figures, and nothing is concluded from them here. */
export function evidenceWords({ evidence }: Pick<OpenIssuance, "evidence">): readonly string[] {
  if (!evidence) return [say("evidence.none")];
  const { pagesDone, pages, counterMoved, counterExpected, restarted } = evidence;
  return [
    pagesDone === null ? say("evidence.pages.none") : say("evidence.pages", { done: pagesDone, pages }),
    counterMoved === null
      ? say("evidence.counter.none")
      : say("evidence.counter", { moved: counterMoved, expected: counterExpected ?? pages }),
    ...(restarted ? [say("evidence.restarted")] : []),
  ];
}

/** Where eyes and counter disagree, the person is asked to look once more; what they see counts. Null where nothing disagrees. */
export function contradiction(found: Found, evidence: Evidence | null): string | null {
  const moved = evidence?.counterMoved ?? null;
  if (moved === null) return null;
  const isOut = FINDINGS[found] === "printed" || found === "left";
  if (isOut && moved === 0) return say("evidence.against.out");
  if (found === "unused" && moved > 0) return say("evidence.against.unused", { moved });
  return null;
}
