import { BatchBuilder } from "@sordini/records";
import { spareBuildersMax } from "../limits.ts";

/**
 * Batch buffers go from batch to batch and from partition to partition; a few idle ones are kept.
 */
export class Builders {
  readonly #bytesMax: number;
  readonly #spare: BatchBuilder[] = [];

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  take(): BatchBuilder {
    return this.#spare.pop() ?? new BatchBuilder({ bytesMax: this.#bytesMax });
  }

  giveBack(builder: BatchBuilder): void {
    if (this.#spare.length >= spareBuildersMax) return;
    builder.reset();
    this.#spare.push(builder);
  }
}
