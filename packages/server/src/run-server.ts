import { flushCompileCache } from "node:module";
import { ConfigError } from "./config/load.ts";
import { PropertiesError } from "./config/properties.ts";
import { type ConfigSources, readConfig } from "./config/read.ts";
import { tuneProcess } from "./node-flags.ts";
import { createLog } from "./ports/log.ts";
import { type RunningServer, startServer } from "./server.ts";
import { ServerError } from "./server-error.ts";

/** Controlled shutdown gives up after this long: what orchestrators wait before they kill. */
const shutdownMsMax = 30_000;
const compileCacheFlushMs = 1_000;

/**
 * Runs a server until SIGTERM or SIGINT. Prints one line on stdout once it serves, log lines and
 * errors on stderr. Resolves to the exit code: 0 after a clean shutdown, 1 after an error.
 */
export async function runServer(sources: ConfigSources): Promise<number> {
  tuneProcess();
  try {
    const { config, notices } = readConfig(sources);
    const log = createLog(config.text("sordini.log.level"), config.nodeId);
    for (const { level, text } of notices) log[level](text);
    const stopRequested = nextStopSignal();
    const server = await startServer(config, log);
    const serves = await Promise.race([
      server.ready.then(() => true),
      stopRequested.then(() => false),
      server.failed.then(() => false),
    ]);
    if (serves) process.stdout.write(`${servingLine(server)}\n`);
    // A process that is killed later never writes the cache at its end: once, when it is idle.
    setTimeout(flushCompileCache, compileCacheFlushMs).unref();
    const failure = await Promise.race([stopRequested, server.failed]);
    await shutDown(server);
    if (failure === undefined) return 0;
    process.stderr.write(`sordini: ${failure}\n`);
    return 1;
  } catch (error) {
    if (!isUsersMistake(error)) throw error;
    process.stderr.write(`sordini: ${(error as Error).message}\n`);
    return 1;
  }
}

function nextStopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve(undefined));
    process.once("SIGINT", () => resolve(undefined));
  });
}

function servingLine({ clusterId, nodeId, endpoints }: RunningServer): string {
  const places = endpoints.map(({ name, host, port }) => `${name}://${host}:${port}`).join(" ");
  return `sordini node ${nodeId} of cluster ${clusterId} serves ${places}`;
}

async function shutDown(server: RunningServer): Promise<void> {
  const tooLate = setTimeout(() => {
    process.stderr.write(`sordini: no clean shutdown within ${shutdownMsMax} ms, giving up\n`);
    process.exit(1);
  }, shutdownMsMax);
  await server.stop();
  clearTimeout(tooLate);
}

function isUsersMistake(error: unknown): boolean {
  return (
    error instanceof ConfigError || error instanceof PropertiesError || error instanceof ServerError
  );
}
