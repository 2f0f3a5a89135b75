import type { Result } from "../../base/result.ts";
import type { QueryFailure } from "../../sync-agent/agent/api.ts";
import type { Identifying } from "./identifying.ts";
import { sayOf } from "./look.ts";
import { answered } from "./query.ts";

export interface ServiceQuestion {
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly withinMs: number;
}

/** Puts a question about somebody's identity to a service, once; the screen says so meanwhile. Null: the person has moved on. */
export function askService(question: ServiceQuestion, one: Identifying): Promise<Result<Record<string, unknown>, QueryFailure> | null> {
  const { parts, signal, work, item } = one;
  sayOf(one).doing("asking-service");
  return answered({ ...question, poll: null }, { session: work.session, item: item.id }, { ...parts, signal });
}
