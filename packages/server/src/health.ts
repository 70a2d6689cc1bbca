import { checkHealth } from "@sordini/grpc-listener/health-check";
import { ConfigError } from "./config/load.ts";
import type { Listener } from "./config/listeners.ts";
import { PropertiesError } from "./config/properties.ts";
import { type ConfigSources, readConfig } from "./config/read.ts";
import type { ServerConfig } from "./config/server-config.ts";

/**
 * Asks the server that runs with these settings on this machine whether it does its work: a broker
 * that is unfenced, a controller that listens. Nobody has to repeat the ports of the settings in a
 * health check. Resolves to null, or to a sentence that says what is wrong; never rejects for what
 * a user can mend.
 */
export async function askHealth(sources: ConfigSources, timeoutMs: number): Promise<string | null> {
  try {
    const listeners = listenersOfRoles(readConfig(sources).config);
    const answers = await Promise.all(
      listeners.map((listener) => checkHealth(placeHere(listener), timeoutMs)),
    );
    return answers.find((answer) => answer !== null) ?? null;
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof PropertiesError)) throw error;
    return error.message;
  }
}

/** One listener for each role: any of a role's listeners knows. */
function listenersOfRoles({ brokerListeners, controllerListeners }: ServerConfig): Listener[] {
  return [...brokerListeners.slice(0, 1), ...controllerListeners.slice(0, 1)];
}

function placeHere({ name, host, port }: Listener): { host: string; port: number } {
  if (port === 0) throw new ConfigError(`listeners: the port of ${name} is known to nobody`);
  if (host === "0.0.0.0") return { host: "127.0.0.1", port };
  return { host: host === "::" ? "::1" : host, port };
}
