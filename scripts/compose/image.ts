import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a container of the image runs, in the words of its last stage. */
export interface Image {
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  readonly volumes: readonly string[];
  readonly ports: readonly number[];
  readonly user: string;
  readonly stopSignal: string;
  readonly baseImages: readonly string[];
}

/** Throws an Error where an instruction that is looked for is missing, or not a list. */
export function readDockerfile(path: string): Image {
  const lines = readFileSync(path, "utf8")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const from = lines.filter((line) => line.startsWith("FROM "));
  const stage = lines.slice(lines.lastIndexOf(from.at(-1) as string));
  const argument = (pattern: RegExp): string => {
    const found = stage.flatMap((line) => pattern.exec(line)?.[1] ?? []);
    if (found.length !== 1) throw new Error(`${path}: ${found.length} lines ${String(pattern)}`);
    return found[0] as string;
  };
  return {
    command: JSON.parse(argument(/^CMD (\[.*\])$/)) as string[],
    healthcheck: JSON.parse(argument(/^HEALTHCHECK .* ?CMD (\[.*\])$/)) as string[],
    volumes: argument(/^VOLUME (.*)$/).split(" "),
    ports: argument(/^EXPOSE (.*)$/)
      .split(" ")
      .map(Number),
    user: argument(/^USER (.*)$/),
    stopSignal: argument(/^STOPSIGNAL (.*)$/),
    baseImages: from.map((line) => line.split(" ")[1] as string),
  };
}

const root = join(import.meta.dirname, "../..");

/** Where this checkout has what the image has. */
const places: Readonly<Record<string, readonly string[]>> = {
  sordini: [process.execPath, join(root, "packages/cli/bin/sordini.js")],
  "/mnt/shared/config/server.properties": [join(root, "deploy/server.properties")],
};

/** A command of the image as one of this checkout. */
export function localCommand(command: readonly string[]): string[] {
  return command.flatMap((word) => places[word] ?? [word]);
}
