/** Names outside the item that it may use; a set that is not given is not checked. */
export interface Surroundings {
  readonly departments?: ReadonlySet<string>;
  readonly blanks?: ReadonlySet<string>;
  /** Operations of the connectors, each with its use. */
  readonly operations?: ReadonlyMap<string, string>;
  readonly templates?: ReadonlySet<string>;
  /** Templates that are printed on both sides. */
  readonly twoSided?: ReadonlySet<string>;
  /** Templates of more than one page. */
  readonly severalPages?: ReadonlySet<string>;
}
