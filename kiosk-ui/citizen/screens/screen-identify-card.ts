import type { TemplateResult } from "lit";
import type { CardPrompt } from "../../../runtime/server/api.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { cardArt, cardArtStyles } from "../art/card-art.ts";
import type { ArtMood } from "../art/slot-art.ts";
import { CardScreen, type CardWords } from "./card-screen.ts";
import { turnStyles } from "./turn-chip.ts";

/** Lays an ID card on the reader. */
export class ScreenIdentifyCard extends CardScreen<"identify-card"> {
  static override styles = [screenStyles, cardArtStyles, turnStyles];

  protected override words(state: CardPrompt, person: string | null): CardWords {
    const next = say(`card.${state}.next`, { person: person ?? say("identify.other-person") });
    return { heading: state === "place-card" && person !== null ? say("card.place-card.person", { person }) : say(`card.${state}`), next };
  }

  protected override art(_mood: ArtMood, state: CardPrompt): TemplateResult {
    return cardArt(state);
  }
}

customElements.define("screen-identify-card", ScreenIdentifyCard);
