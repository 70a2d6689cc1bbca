import type { Image } from "@sordini/metadata";
import type { Index } from "@sordini/raft";
import { InvariantViolation } from "../cluster-view.ts";
import { isSameImage } from "../image-text.ts";
import type { ControllerLook, RaftRule } from "./controller-look.ts";

/** Comparing two images costs their size, so of those that entries led to only one in some is. */
const comparedEvery = 8;
/** Older images are forgotten: nobody is that far behind without a snapshot. */
const imagesMax = 4_096;

/**
 * I7: controllers that have applied the same entries are in the same state. Catches a replay that
 * depends on anything else, and a snapshot that is not the state it stands for (B21, B25, B62).
 */
export class AppliedImages implements RaftRule {
  /** The image that the first controller had after each index. */
  readonly #images = new Map<Index, Image>();

  look({ name, applied, image, log, before }: ControllerLook): void {
    if (applied === before?.applied) return;
    const known = this.#images.get(applied);
    if (known === undefined) {
      this.#images.set(applied, image);
      this.#images.delete(applied - imagesMax);
      return;
    }
    const isRestored = before === null || log.base > before.applied;
    if (!isRestored && applied % comparedEvery !== 0) return;
    if (isSameImage(known, image)) return;
    throw new InvariantViolation("I7", `the image of ${name} after entry ${applied} is different`);
  }
}
