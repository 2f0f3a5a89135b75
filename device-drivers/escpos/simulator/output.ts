/** The presenter of a simulated printer: holds one paper until it is taken, drawn back or pushed out by the next. */
export class Output {
  holds = false;
  /** Papers drawn back because nobody took them (GS e 2). */
  retracted = 0;
  /** Papers that a later one pushed into whoever's hands. */
  pushedOut = 0;
  /** Somebody holds on to the paper, or it is wedged: it cannot be drawn back. */
  isStuck = false;

  present(isHeld: boolean): void {
    if (this.holds) this.pushedOut += 1;
    this.holds = isHeld;
  }

  retract(): void {
    if (!this.holds || this.isStuck) return;
    this.retracted += 1;
    this.holds = false;
  }
}
