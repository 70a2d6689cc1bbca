/** One `key=value` of a properties file, with the place where it stands. */
export interface Property {
  readonly key: string;
  readonly value: string;
  /** Where it came from, for messages: "server.properties:12", "KAFKA_LISTENERS", "--override". */
  readonly source: string;
}

export class PropertiesError extends Error {
  override readonly name = "PropertiesError";
}

/**
 * Reads the format of Java's property files: `key=value`, `key: value` or `key value`, comments
 * with `#` or `!`, a backslash at the end continues a line, `\uXXXX` and `\n`-like escapes. Throws
 * PropertiesError with file and line where an escape is broken.
 */
export function parseProperties(text: string, file: string): Property[] {
  const properties: Property[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index++) {
    const source = `${file}:${index + 1}`;
    let line = (lines[index] as string).trimStart();
    if (line === "" || line.startsWith("#") || line.startsWith("!")) continue;
    while (endsWithOddBackslashes(line) && index + 1 < lines.length) {
      index++;
      line = line.slice(0, -1) + (lines[index] as string).trimStart();
    }
    const { rawKey, rawValue } = splitLine(line);
    properties.push({
      key: unescape(rawKey, source),
      value: unescape(rawValue, source).trimEnd(),
      source,
    });
  }
  return properties;
}

function endsWithOddBackslashes(line: string): boolean {
  const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
  return backslashes % 2 === 1;
}

function splitLine(line: string): { rawKey: string; rawValue: string } {
  const match = /^((?:\\.|[^\\=:\s])*)\s*[=:]?\s*(.*)$/s.exec(line);
  return { rawKey: match?.[1] ?? line, rawValue: match?.[2] ?? "" };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f" };

function unescape(text: string, source: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|u|.|$)/gs, (_, escaped: string) => {
    if (escaped === "u") throw new PropertiesError(`${source}: \\u needs four hex digits`);
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return escapes[escaped] ?? escaped;
  });
}
