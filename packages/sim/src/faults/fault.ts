import type { Millis } from "@sordini/base";
import type { Chance } from "../chance.ts";
import type { Nemesis } from "./nemesis.ts";

/** One kind of trouble. */
export interface Fault {
  readonly name: string;
  /** How often it is drawn against the others. */
  readonly weight: number;
  /**
   * Does it now, as the dice say, and undoes it later where it does not last. What happened, in a
   * few words; null when nothing could.
   */
  inject(nemesis: Nemesis, chance: Chance): string | null;
}

/** One decision of a run: what shall happen when. The dice decide the rest at that time. */
export interface Action {
  readonly atMs: Millis;
  readonly fault: string;
  readonly dice: number;
}
