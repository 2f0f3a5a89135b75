/** Acts with numbered blanks that the settings may tie to a second technician's PIN. */
export const SECOND_PERSON_ACTS = ["load-blanks", "count-blanks", "return-blanks", "spoil", "resolve"] as const;
export type SecondPersonAct = (typeof SECOND_PERSON_ACTS)[number];

/** Where the settings say nothing: whatever takes a number out of the tray for good, or says what became of it. */
export const USUAL_SECOND_PERSON: readonly SecondPersonAct[] = ["return-blanks", "resolve", "spoil"];
