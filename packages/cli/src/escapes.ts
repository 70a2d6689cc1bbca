import { InvalidArgumentError } from "commander";

/**
 * `\n`, `\t`, `\r`, `\0`, `\\` and `\xHH` up to `\x7f`, as they are typed between a shell's single
 * quotes. Throws InvalidArgumentError for any other letter after a backslash.
 */
export function unescaped(text: string): string {
  return text.replaceAll(/\\(x[0-7][\da-fA-F]|.|$)/gsu, (whole, escape: string) => {
    if (escape.length === 3) return String.fromCodePoint(Number.parseInt(escape.slice(1), 16));
    const character = characters.get(escape);
    if (character !== undefined) return character;
    throw new InvalidArgumentError(
      `Unknown escape ${whole}; known are \\n \\t \\r \\0 \\\\ \\xHH.`,
    );
  });
}

const characters: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["0", "\0"],
  ["\\", "\\"],
]);
