import type { LogSink } from "@sordini/base";
import { destination, type Logger, pino } from "pino";

/** JSON lines on stderr, so that stdout stays for what a program was asked for. */
export function createLog(level: string, nodeId: number): LogSink {
  const logger = pino({ level, base: { node: nodeId } }, destination({ fd: 2, sync: true }));
  return sinkOf(logger);
}

function sinkOf(logger: Logger): LogSink {
  return {
    debug: (fact, fields) => logger.debug(fields ?? {}, fact),
    info: (fact, fields) => logger.info(fields ?? {}, fact),
    warn: (fact, fields) => logger.warn(fields ?? {}, fact),
    error: (fact, fields) => logger.error(fields ?? {}, fact),
  };
}
