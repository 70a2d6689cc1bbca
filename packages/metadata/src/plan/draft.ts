import type { CommandReply, Plan } from "../commands.ts";
import type { Image } from "../image.ts";
import { partitionsPerPlanMax } from "../limits.ts";
import type { MetadataRecord } from "../records.ts";
import { replay } from "../replay.ts";

/**
 * A plan in the making. Each record is replayed as it is added, so that later decisions of the same
 * command see the earlier ones, and a record that cannot be replayed is found before it is
 * committed.
 */
export class Draft {
  readonly #records: MetadataRecord[] = [];
  #image: Image;
  #partitions = 0;

  constructor(image: Image) {
    this.#image = image;
  }

  /** The image as it will be once the records so far have committed. */
  get image(): Image {
    return this.#image;
  }

  /** How many more partitions this plan may create or change (B23). */
  get partitionsLeft(): number {
    return partitionsPerPlanMax - this.#partitions;
  }

  add(record: MetadataRecord): void {
    this.#image = replay(this.#image, record);
    this.#records.push(record);
    if (record.kind === "partition" || record.kind === "partitionChanged") this.#partitions++;
  }

  /** The finished plan, or with `validateOnly` its reply alone. */
  plan<R extends CommandReply>(reply: R, { validateOnly } = { validateOnly: false }): Plan<R> {
    return { records: validateOnly ? [] : this.#records, reply };
  }
}
