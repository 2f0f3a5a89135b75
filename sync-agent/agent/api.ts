import type { Result } from "../../base/result.ts";
import type { LocalText } from "../../config/language.ts";
import type { DocumentStatement } from "../protocol/messages.ts";

/** What sync-agent offers the runtime on its socket. */

/** A department's answer to a question that was put through the hub. */
export type QueryFailure =
  /** Nothing of ours is reachable: the hall is cut off. */
  | { readonly code: "query.hub-away" }
  | { readonly code: "query.department-away"; readonly department: string }
  | { readonly code: "query.timeout"; readonly withinMs: number }
  /** The department said no, in words for the citizen; `fields` points at answers to correct (form field → text). */
  | {
      readonly code: "query.refused";
      readonly reason: string;
      readonly message: LocalText;
      readonly fields?: Readonly<Record<string, LocalText>>;
    }
  /** Not decided yet: ask again. */
  | { readonly code: "query.pending" }
  | { readonly code: "query.malformed"; readonly detail: string };

export interface HubLink {
  readonly hub: "reachable" | "away" | "unknown";
  readonly since: number;
  /** Rows waiting in the outbox, and the age of the oldest in ms. */
  readonly waiting: number;
  readonly oldestMs: number;
  /** Rows set aside because the hub refused them for good; a technician's business. */
  readonly quarantined: number;
}

export interface AgentContract {
  requests: {
    /** `operation`: `<department>.<operation>` as the connectors name it. What is asked and answered passes through memory only. */
    "agent.query": {
      params: { operation: string; params: Record<string, unknown>; withinMs: number; session: string; item: string };
      result: Result<Record<string, unknown>, QueryFailure>;
    };
    /** A department's PDF with the hub's word for it. The caller verifies: the agent only carries. `nonce`: see `Query`. */
    "agent.document": {
      params: { operation: string; params: Record<string, unknown>; withinMs: number; session: string; item: string; nonce: string };
      result: Result<{ pdf: string; statement: DocumentStatement; signature: string }, QueryFailure>;
    };
    /** An address for a phone, of a department's file. */
    "agent.download": {
      params: { operation: string; params: Record<string, unknown>; withinMs: number; session: string; item: string };
      result: Result<{ url: string; until: string }, QueryFailure>;
    };
    /** "There is a new row": drain now rather than at the next tick. */
    "agent.poke": { params: Record<never, never>; result: Record<never, never> };
    "agent.link": { params: Record<never, never>; result: HubLink };
  };
  notifications: { "agent.link": HubLink };
}
