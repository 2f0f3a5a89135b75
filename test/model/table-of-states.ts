import {
  BLANK_STATES,
  blankStateOf,
  ISSUANCE_EVENTS,
  ISSUANCE_STATES,
  type IssuanceState,
  nextState,
} from "../../runtime/issuance/states.ts";

const word = (name: string) => name.replaceAll("-", "_");

/** Numbers stand for names in the model; 0 is "none" of each. */
export const stateAt = (code: number): IssuanceState | null => ISSUANCE_STATES[code - 1] ?? null;
export const eventAt = (code: number) => ISSUANCE_EVENTS[code - 1] ?? null;
export const blankAt = (code: number) => BLANK_STATES[code - 1] ?? null;

/** `issuance-table.pml`: the arrows of the code in the model's language. The model has no table of its own. */
export function tableOfStates(): string {
  const codes = (letter: string, names: readonly string[]) =>
    ["none", ...names].map((name, code) => `#define ${letter}_${word(name)} ${code}`);
  const arrows = ISSUANCE_STATES.flatMap((from) =>
    ISSUANCE_EVENTS.flatMap((event) => {
      const to = nextState(from, event);
      return to ? [`  :: from == S_${word(from)} && event == E_${word(event)} -> to_ = S_${word(to)}`] : [];
    }),
  );
  const blanks = ISSUANCE_STATES.map((state) => `  :: state == S_${word(state)} -> to_ = B_${word(blankStateOf(state))}`);
  return [
    "/* Written from runtime/issuance/states.ts. */",
    ...codes("S", ISSUANCE_STATES),
    ...codes("E", ISSUANCE_EVENTS),
    ...codes("B", BLANK_STATES),
    "inline next_state(from, event, to_) {",
    "  if",
    ...arrows,
    "  :: else -> to_ = S_none",
    "  fi",
    "}",
    "inline blank_of(state, to_) {",
    "  if",
    ...blanks,
    "  fi",
    "}",
    "",
  ].join("\n");
}
