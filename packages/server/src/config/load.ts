import {
  configDefinitions,
  type ConfigDefinition,
  ignoredKeys,
  refusedKeys,
} from "./definitions.ts";
import { type ListenerEndpoint, parseListeners, parseVoters } from "./endpoints.ts";
import {
  ListenerConflict,
  type Listeners,
  type ListenerSettings,
  resolveListeners,
} from "./listeners.ts";
import type { Property } from "./properties.ts";
import type { ServerConfig } from "./server-config.ts";

/** A setting is wrong: the message names place, key, value and what would be right. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export interface LoadedConfig {
  readonly config: ServerConfig;
  /** Sentences about keys that are unknown (warn) or make no difference (info). */
  readonly notices: readonly { readonly level: "warn" | "info"; readonly text: string }[];
}

/**
 * Makes typed settings of properties; where a key is given twice the later property wins, so pass
 * the file first, then the environment, then overrides. Throws ConfigError.
 */
export function loadConfig(properties: readonly Property[]): LoadedConfig {
  const notices: { level: "warn" | "info"; text: string }[] = [];
  const given = new Map<string, Property>();
  for (const property of properties) {
    refuseWhatCannotBe(property);
    if (isDefined(property.key)) given.set(property.key, property);
    else if (ignoredKeys.some((pattern) => pattern.test(property.key))) {
      const text = `${property.source}: ${property.key} makes no difference here and is ignored`;
      notices.push({ level: "info", text });
    } else {
      notices.push({ level: "warn", text: `${property.source}: unknown key ${property.key}` });
    }
  }
  return { config: new Settings(given).toServerConfig(), notices };
}

function refuseWhatCannotBe({ key, value, source }: Property): void {
  const refused = refusedKeys.find((rule) => rule.key.test(key) && rule.when(value));
  if (refused !== undefined) throw new ConfigError(`${source}: ${key}=${value}: ${refused.advice}`);
}

function isDefined(key: string): boolean {
  return configDefinitions.some(
    (definition) =>
      definition.key === key || definition.aliases?.some((alias) => alias.key === key) === true,
  );
}

/** The value in force of each key, checked, with its place for messages. */
class Settings {
  readonly #given: ReadonlyMap<string, Property>;

  constructor(given: ReadonlyMap<string, Property>) {
    this.#given = given;
    for (const definition of configDefinitions) this.#resolve(definition);
  }

  toServerConfig(): ServerConfig {
    const roles = this.#list("process.roles");
    const isBroker = roles.includes("broker");
    const isController = roles.includes("controller");
    const nodeId = this.#number("node.id");
    const voters = this.#parsed("controller.quorum.voters", parseVoters);
    const ownVoter = voters.find((voter) => voter.nodeId === nodeId);
    if (isController && ownVoter === undefined) {
      const ids = voters.map((voter) => voter.nodeId).join(", ");
      throw this.#error("controller.quorum.voters", `node.id ${nodeId} among the voters (${ids})`);
    }
    const controllerPort = isController ? (ownVoter?.port ?? null) : null;
    const settings = new Map(
      configDefinitions.flatMap(({ key }) => {
        const resolved = this.#find(key);
        if (resolved === null || resolved.source === "default") return [];
        return [[key, resolved.value] as const];
      }),
    );
    const config: ServerConfig = {
      isBroker,
      isController,
      nodeId,
      clusterId: this.#optional("sordini.cluster.id"),
      voters,
      ...this.#listeners({ isBroker, isController, controllerPort }),
      logDirectory: this.#text("log.dirs"),
      metadataDirectory: this.#optional("metadata.log.dir"),
      rack: this.#optional("broker.rack"),
      number: (key) => this.#number(key),
      boolean: (key) => this.#text(key) === "true",
      text: (key) => this.#text(key),
      settings,
    };
    this.#checkTogether(config);
    return config;
  }

  #listeners(
    roles: Pick<ListenerSettings, "isBroker" | "isController" | "controllerPort">,
  ): Listeners {
    const parsed = (key: string): ListenerEndpoint[] | null =>
      this.#optional(key) === null ? null : this.#parsed(key, parseListeners);
    const protocols = this.#optional("listener.security.protocol.map");
    try {
      return resolveListeners({
        ...roles,
        listeners: parsed("listeners"),
        advertised: parsed("advertised.listeners"),
        controllerNames: listenerNames(this.#text("controller.listener.names")),
        interBrokerName: this.#optional("inter.broker.listener.name")?.toUpperCase() ?? null,
        mappedNames: protocols === null ? null : listenerNames(protocols.replaceAll(/:\w+/g, "")),
      });
    } catch (error) {
      if (!(error instanceof ListenerConflict)) throw error;
      throw this.#error(error.key, error.message);
    }
  }

  // What no single key can show.
  #checkTogether(config: ServerConfig): void {
    if (
      config.number("broker.heartbeat.interval.ms") * 2 >
      config.number("broker.session.timeout.ms")
    ) {
      throw this.#error(
        "broker.heartbeat.interval.ms",
        "at most half of broker.session.timeout.ms",
      );
    }
  }

  #find(key: string): Property | null {
    const definition = configDefinitions.find((candidate) => candidate.key === key);
    if (definition === undefined) throw new Error(`no such setting: ${key}`);
    return this.#resolve(definition);
  }

  #resolve(definition: ConfigDefinition): Property | null {
    const direct = this.#given.get(definition.key);
    if (direct !== undefined) return checked(definition, direct, 1);
    for (const alias of definition.aliases ?? []) {
      const property = this.#given.get(alias.key);
      if (property !== undefined) return checked(definition, property, alias.factor ?? 1);
    }
    if (definition.fallback === null) return null;
    return { key: definition.key, value: definition.fallback, source: "default" };
  }

  #optional(key: string): string | null {
    return this.#find(key)?.value ?? null;
  }

  #text(key: string): string {
    const found = this.#find(key);
    if (found === null) throw new ConfigError(`${key} is not set: ${docOf(key)}`);
    return found.value;
  }

  #number(key: string): number {
    return Number(this.#text(key));
  }

  #list(key: string): string[] {
    return this.#text(key)
      .split(",")
      .map((item) => item.trim());
  }

  #parsed<T>(key: string, parse: (text: string) => T): T {
    const text = this.#text(key);
    try {
      return parse(text);
    } catch (error) {
      throw this.#error(key, (error as Error).message);
    }
  }

  #error(key: string, allowed: string): ConfigError {
    const found = this.#find(key);
    if (found === null) return new ConfigError(`${key} is not set; allowed: ${allowed}`);
    return configError(found, allowed);
  }
}

function listenerNames(text: string): string[] {
  return text.split(",").map((name) => name.trim().toUpperCase());
}

function checked(definition: ConfigDefinition, property: Property, factor: number): Property {
  const typeError = checkType(definition, property.value);
  if (typeError !== null) throw configError(property, typeError);
  const scale = factor !== 1 && Number(property.value) > 0 ? factor : 1;
  const value = scale === 1 ? property.value.trim() : String(Number(property.value) * scale);
  const wrong = definition.check?.(value) ?? null;
  if (wrong !== null) throw configError(property, wrong);
  return { ...property, value };
}

function checkType({ type }: ConfigDefinition, value: string): string | null {
  if (type === "boolean") return /^\s*(true|false)\s*$/.test(value) ? null : "true or false";
  if (type === "string" || type === "list") return null;
  return /^\s*-?\d{1,16}\s*$/.test(value) ? null : "a whole number";
}

function configError({ key, value, source }: Property, allowed: string): ConfigError {
  return new ConfigError(`${source}: ${key}=${value} is not valid; allowed: ${allowed}`);
}

function docOf(key: string): string {
  return configDefinitions.find((definition) => definition.key === key)?.doc ?? "";
}
