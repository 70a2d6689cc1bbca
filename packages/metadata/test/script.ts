// Golden scripts: blocks of one command line, "----" and the output, separated by empty lines; "#"
// begins a comment that stays. Rendering a script again must give the file that it was read from.

export interface ScriptCommand {
  readonly verb: string;
  /** Words without "=", in order. */
  readonly words: readonly string[];
  /** Words with "=", by what stands before it. */
  readonly options: ReadonlyMap<string, string>;
}

export function renderScript(script: string, run: (command: ScriptCommand) => string): string {
  const lines: string[] = [];
  let inOutput = false;
  for (const line of script.trimEnd().split("\n")) {
    if (line === "") inOutput = false;
    if (inOutput || line === "----") continue;
    lines.push(line);
    if (line === "" || line.startsWith("#")) continue;
    lines.push("----", run(parseCommand(line)));
    inOutput = true;
  }
  return `${lines.join("\n")}\n`;
}

function parseCommand(line: string): ScriptCommand {
  const [verb = "", ...rest] = line.split(/ +/);
  const options = rest.filter((word) => word.includes("="));
  return {
    verb,
    words: rest.filter((word) => !word.includes("=")),
    options: new Map(
      options.map((word) => {
        const at = word.indexOf("=");
        return [word.slice(0, at), word.slice(at + 1)];
      }),
    ),
  };
}
