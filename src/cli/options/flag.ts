/** An option of a command, as its help shows it. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** The word for its value in the help; without it, the option takes none. */
  readonly takes?: string;
  /** Lines of at most 72 characters. */
  readonly help: string;
}

/** What a command line gave for the flags of a command. */
export class GivenFlags {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  /** Values by the name of their flag; an empty list for a flag that takes none. */
  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** All values, in order. A flag that was given several times has several. */
  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  last(name: string): string | undefined {
    return this.all(name).at(-1);
  }
}
