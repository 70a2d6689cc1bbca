import { readFile } from "node:fs/promises";
import type { NodeProcess } from "@sordini/testing";
import { FaultMissed } from "./fault.ts";
import { nodeNames } from "./victims.ts";

/** Stops processes without ending them, and proves by their state that they stood still. */
export class Freeze {
  readonly #nodes: readonly NodeProcess[];

  constructor(nodes: readonly NodeProcess[]) {
    this.#nodes = nodes;
  }

  begin(): void {
    for (const node of this.#nodes) node.signal("SIGSTOP");
  }

  /** Resolves to the proof; throws FaultMissed when one of them ran on. */
  async end(): Promise<string> {
    const states = await Promise.all(this.#nodes.map(stateOf));
    for (const node of this.#nodes) node.signal("SIGCONT");
    if (states.some((state) => state !== "T")) {
      const who = nodeNames(this.#nodes.map(({ nodeId }) => nodeId));
      throw new FaultMissed(`${who} did not stand still: process state ${states.join(", ")}`);
    }
    return `process state ${states.join(", ")} until SIGCONT`;
  }
}

/** One letter, as ps shows it: T is stopped. Linux only. */
async function stateOf(node: NodeProcess): Promise<string> {
  if (node.pid === undefined) return "ended";
  const text = await readFile(`/proc/${node.pid}/stat`, "latin1");
  return text.slice(text.lastIndexOf(")") + 2)[0] ?? "";
}
