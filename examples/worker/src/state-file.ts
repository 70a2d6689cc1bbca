import * as fs from "node:fs";
import { emptyState, type State } from "./averages.ts";

/** The state that was saved last; an empty one at the very first start. */
export function loadState(path: string): State {
  if (!fs.existsSync(path)) return emptyState();
  try {
    return JSON.parse(fs.readFileSync(path, "utf8")) as State;
  } catch (error) {
    const advice = "repair it, or delete it to count from the start";
    throw new Error(`${path} is damaged, ${advice}: ${(error as Error).message}`, { cause: error });
  }
}

/** Replaces the file as a whole: a crash leaves the old state or the new one, never a mixture. */
export function saveState(path: string, state: State): void {
  const temporary = `${path}.new`;
  const file = fs.openSync(temporary, "w");
  fs.writeFileSync(file, JSON.stringify(state));
  fs.fsyncSync(file);
  fs.closeSync(file);
  fs.renameSync(temporary, path);
}
