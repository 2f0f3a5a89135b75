import type { LocalText } from "../../config/language.ts";
import type { AnyContract, Hands } from "../contract/contract.ts";
import type { Bench } from "./bench.ts";

/** The person at the prompt does not want this case. */
export class SkippedByHand extends Error {}
/** Ctrl-C. */
export class Interrupted extends Error {}

/** A technician's hands and eyes, asked at the prompt. The end of the input skips: there is nobody. */
export function handsAtPrompt({ terminal, say, language, stop }: Bench, { acts }: AnyContract): Hands<string> {
  const typed = async (question: string): Promise<string> => {
    const answer = await terminal.ask(question, stop);
    if (stop.aborted) throw new Interrupted();
    if (answer === undefined || /^(s|skip)$/iu.test(answer)) throw new SkippedByHand();
    return answer;
  };
  const words = (text: LocalText | undefined) => text?.[language] ?? "";
  return {
    do: async (act) => void (await typed(say("test.act", { act: words(acts[act]) || act }))),
    async sees(what) {
      for (;;) {
        const answer = await typed(say("test.see", { what: words(what) }));
        if (/^(y|yes|是)$/iu.test(answer)) return true;
        if (/^(n|no|否)$/iu.test(answer)) return false;
      }
    },
  };
}
