export { ConfigError, type LoadedConfig, loadConfig } from "./config/load.ts";
export { parseProperties } from "./config/properties.ts";
export type { ServerConfig } from "./config/server-config.ts";
export { NodeFiles } from "./files-node.ts";
export { systemCrc32c } from "./ports/crc.ts";
export { type RunServerOptions, runServer } from "./run-server.ts";
export { type RunningServer, startServer } from "./server.ts";
export { ServerError } from "./server-error.ts";
export { tuneProcess } from "./node-flags.ts";
