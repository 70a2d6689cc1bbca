// A message that is put together only inside grpc-js's own frame buffer, so that record batches are
// copied once on their way out instead of twice (docs/non-obvious.md). grpc-js asks a serialized
// message for its length and then calls `copy`; nothing else of Buffer is used, which
// test/gathered.test.ts guards against new versions of grpc-js.

/** One length-delimited field whose value is `head` followed by a bytes field made of `runs`. */
export interface GatheredField {
  readonly head: Uint8Array;
  readonly runs: readonly Uint8Array[];
}

export interface GatheredShape {
  /** Encoded fields that come before the repeated one. */
  readonly prefix: Uint8Array;
  readonly fieldNumber: number;
  readonly bytesFieldNumber: number;
  readonly fields: readonly GatheredField[];
}

const lengthDelimited = 2;

export class GatheredMessage {
  readonly length: number;
  readonly byteLength: number;
  readonly #parts: Uint8Array[];

  constructor(shape: GatheredShape) {
    this.#parts = [shape.prefix];
    for (const field of shape.fields) this.#addField(shape, field);
    this.length = this.#parts.reduce((sum, part) => sum + part.length, 0);
    this.byteLength = this.length;
  }

  /** Writes the whole message into `out` from `position` on; returns its length in bytes. */
  copy(out: Uint8Array, position = 0): number {
    let at = position;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return this.length;
  }

  #addField(shape: GatheredShape, { head, runs }: GatheredField): void {
    const payloadBytes = runs.reduce((sum, run) => sum + run.length, 0);
    const payloadHead =
      payloadBytes === 0 ? empty : fieldHead(shape.bytesFieldNumber, payloadBytes);
    const fieldBytes = head.length + payloadHead.length + payloadBytes;
    this.#parts.push(fieldHead(shape.fieldNumber, fieldBytes), head, payloadHead, ...runs);
  }
}

const empty = new Uint8Array(0);

/** Tag and length of a length-delimited field; field numbers above 15 take a second tag byte. */
function fieldHead(fieldNumber: number, bytes: number): Uint8Array {
  const head: number[] = [];
  pushVarint(head, fieldNumber * 8 + lengthDelimited);
  pushVarint(head, bytes);
  return Uint8Array.from(head);
}

function pushVarint(into: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    into.push((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  into.push(rest);
}
