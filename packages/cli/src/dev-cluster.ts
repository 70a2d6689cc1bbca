import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { UserError } from "./errors.ts";

/** How many nodes the cluster in this folder has; 0 when there is none. */
export function nodesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).filter((name) => /^node-\d+$/.test(name)).length;
}

/** Throws UserError for the first port from `first` on that something else listens on. */
export async function checkPortsFree(first: number, count: number): Promise<void> {
  for (let port = first; port < first + count; port++) {
    const problem = await listenError(port);
    if (problem === null) continue;
    throw new UserError(`port ${port} cannot be used (${problem}): choose others with --port`);
  }
}

function listenError(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(null)));
  });
}
