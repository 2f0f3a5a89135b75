import type { TemplateResult } from "lit";
import type { CardPrompt } from "../../../runtime/server/api.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { type ArtMood, slotArt, slotArtStyles } from "../art/slot-art.ts";
import { CardScreen, type CardWords } from "./card-screen.ts";
import { turnStyles } from "./turn-chip.ts";

/** Puts a social security card into its reader, chip first. */
export class ScreenIdentifySocialCard extends CardScreen<"identify-social-card"> {
  static override styles = [screenStyles, slotArtStyles, turnStyles];

  protected override words(state: CardPrompt, person: string | null): CardWords {
    const next = say(`social.${state}.next`, { person: person ?? say("identify.other-person") });
    return {
      heading: state === "place-card" && person !== null ? say("social.place-card.person", { person }) : say(`social.${state}`),
      next,
    };
  }

  protected override art(mood: ArtMood): TemplateResult {
    return slotArt(mood);
  }
}

customElements.define("screen-identify-social-card", ScreenIdentifySocialCard);
