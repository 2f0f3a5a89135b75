import { checker } from "../../base/checked.ts";
import type { Handlers } from "../../base/rpc.ts";
import type { DeviceHostContract } from "./api.ts";
import { checkedParams } from "./checked-params.ts";
import type { TechnicianMode } from "./technician-mode.ts";

type Requests = DeviceHostContract["requests"];

const NAME = { type: "string", pattern: "^[a-z0-9][a-z0-9.-]{0,39}$" };
/** As the journal takes them: a code, never a text. */
const CODE = { type: "string", pattern: "^[a-z0-9.-]{0,60}$" };
const DAY_MS = 24 * 60 * 60 * 1_000;

const register = checker<Requests["mode.register"]["params"]>({ type: "object", required: ["name"], properties: { name: NAME } });
const enter = checker<Requests["mode.enter"]["params"]>({
  type: "object",
  required: ["name", "withinMs"],
  properties: { name: NAME, withinMs: { type: "number", exclusiveMinimum: 0, maximum: DAY_MS } },
});
const answer = checker<Requests["mode.answer"]["params"]>({
  type: "object",
  required: ["request", "agree"],
  properties: { request: { type: "integer" }, agree: { enum: ["yes", "later", "no"] }, why: CODE },
});

type ModeHandlers = Pick<Handlers<DeviceHostContract>, Extract<keyof Requests, `mode.${string}`>>;

/** The requests of technician mode. A peer's part in it ends with its connection (`TechnicianMode.peerGone`). */
export function modeHandlers(mode: TechnicianMode): ModeHandlers {
  return {
    "mode.register": (params, { peer }) => mode.register(peer, checkedParams(register, params, "mode.register").name),
    "mode.enter": (params, { peer, signal }) => {
      const { name, withinMs } = checkedParams(enter, params, "mode.enter");
      return mode.enter(peer, name, withinMs, signal);
    },
    "mode.answer": (params, { peer }) => {
      const { request, agree, why } = checkedParams(answer, params, "mode.answer");
      return { heard: mode.answer(peer, request, agree, why ?? "") };
    },
    "mode.exit": async (_params, { peer }) => ({ left: await mode.exit(peer) }),
    "mode.get": () => mode.report(),
  };
}
