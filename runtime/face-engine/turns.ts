interface Measurement {
  readonly stop: AbortController;
  readonly ended: Promise<unknown>;
}

/** Who has the camera: one citizen, or a technician who lets it go at once when a citizen comes. */
export class Turns {
  readonly #onChange: () => void;
  #isServing = false;
  #measurement: Measurement | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get isFree(): boolean {
    return !this.#isServing && !this.#measurement;
  }

  /** Settles with the look that runs, or that waits for a measurement to end. */
  get ended(): Promise<unknown> {
    return this.#running;
  }

  /** Undefined: a citizen is being looked at. */
  async citizen<T>(look: () => Promise<T>): Promise<T | undefined> {
    if (this.#isServing) return undefined;
    this.#isServing = true;
    try {
      const served = this.#afterMeasurement(look);
      this.#running = served.catch(() => undefined);
      return await served;
    } finally {
      this.#isServing = false;
      this.#onChange();
    }
  }

  /** Undefined: somebody is being looked at, or a citizen came meanwhile. */
  async technician<T>(measure: (stop: AbortSignal) => Promise<T>): Promise<T | undefined> {
    if (!this.isFree) return undefined;
    const stop = new AbortController();
    const ended = this.#run(measure(stop.signal));
    this.#measurement = { stop, ended };
    try {
      const measured = await ended;
      return stop.signal.aborted ? undefined : measured;
    } finally {
      this.#measurement = undefined;
      if (!this.#isServing) this.#onChange();
    }
  }

  async #afterMeasurement<T>(look: () => Promise<T>): Promise<T> {
    this.#measurement?.stop.abort();
    // What went wrong with it is told to the technician.
    await this.#measurement?.ended.catch(() => undefined);
    return await this.#run(look());
  }

  async #run<T>(look: Promise<T>): Promise<T> {
    this.#running = look.catch(() => undefined);
    this.#onChange();
    return await look;
  }
}
