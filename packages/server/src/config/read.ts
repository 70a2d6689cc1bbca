import { readFileSync } from "node:fs";
import { environmentProperties } from "./environment.ts";
import { ConfigError, type LoadedConfig, loadConfig } from "./load.ts";
import { parseProperties, type Property } from "./properties.ts";

/** Where the settings of a server come from; the later wins. */
export interface ConfigSources {
  /** Path of a server.properties file. */
  readonly configFile: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `key=value`. */
  readonly overrides: readonly string[];
}

/** Throws ConfigError or PropertiesError: a sentence for whoever wrote the settings. */
export function readConfig({ configFile, overrides, environment }: ConfigSources): LoadedConfig {
  return loadConfig([
    ...parseProperties(readText(configFile), configFile),
    ...environmentProperties(environment),
    ...overrides.map(parseOverride),
  ]);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigError(`cannot read the configuration: ${(error as Error).message}`);
  }
}

function parseOverride(text: string): Property {
  const equals = text.indexOf("=");
  if (equals < 1) throw new ConfigError(`--override ${text}: expected key=value`);
  const key = text.slice(0, equals).trim();
  return { key, value: text.slice(equals + 1).trim(), source: "--override" };
}
