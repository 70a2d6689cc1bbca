import { UserError } from "./errors.ts";
import { inBytes } from "./output/amounts.ts";

/** A line that is longer is no record that any topic takes. */
const lineBytesMax = 64 * 1024 * 1024;

const newline = 0x0a;

/**
 * The lines of a stream as bytes, in groups as they arrive, without their ends. A last line
 * without an end counts. Lines are views that are valid until the next group. Throws UserError
 * above the limit.
 */
export async function* lineGroups(
  chunks: AsyncIterable<Uint8Array>,
  bytesMax: number = lineBytesMax,
): AsyncGenerator<readonly Uint8Array[], void> {
  let pieces: Uint8Array[] = []; // of a line whose end has not arrived
  let piecesBytes = 0;
  let count = 0;
  for await (const chunk of chunks) {
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      lines.push(joined(pieces, chunk.subarray(start, end)));
      pieces = [];
      piecesBytes = 0;
      start = end + 1;
    }
    count += lines.length;
    if (lines.length > 0) yield lines;
    if (start === chunk.length) continue;
    pieces.push(chunk.slice(start));
    piecesBytes += chunk.length - start;
    if (piecesBytes > bytesMax) {
      throw new UserError(`line ${count + 1} of the input is longer than ${inBytes(bytesMax)}`);
    }
  }
  if (pieces.length > 0) yield [joined(pieces, new Uint8Array(0))];
}

function joined(pieces: readonly Uint8Array[], last: Uint8Array): Uint8Array {
  return pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
}
