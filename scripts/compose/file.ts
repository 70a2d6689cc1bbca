import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";

// What compose files of this repository say, and nothing else of the format: a key that would be
// overlooked here is an error.

export interface ComposeService {
  readonly name: string;
  readonly image: string;
  /** Path of the Dockerfile, from the working directory. */
  readonly dockerfile: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly PublishedPort[];
  readonly volumes: readonly Mount[];
  readonly dependsOn: readonly Dependency[];
  readonly healthcheck: Healthcheck;
  readonly stopGraceMs: number;
}

export interface PublishedPort {
  /** Address of this machine that is bound. */
  readonly host: string;
  readonly hostPort: number;
  readonly containerPort: number;
}

export interface Mount {
  readonly volume: string;
  readonly target: string;
}

export interface Dependency {
  readonly service: string;
  readonly condition: string;
}

export interface Healthcheck {
  /** The command, without Docker's `CMD` in front. */
  readonly command: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
}

export interface ComposeFile {
  readonly services: readonly ComposeService[];
  readonly volumes: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const serviceKeys = [
  "build",
  "depends_on",
  "environment",
  "healthcheck",
  "image",
  "init",
  "ports",
  "restart",
  "stop_grace_period",
  "volumes",
];

/** Throws an Error that names the place of what is missing, or not understood here. */
export function readComposeFile(path: string): ComposeFile {
  const file = parse(readFileSync(path, "utf8"), { merge: true }) as Fields;
  const unknown = Object.keys(file).find((key) => !/^(name|services|volumes|x-.*)$/.test(key));
  if (unknown !== undefined) throw new Error(`${path}: ${unknown} is not understood here`);
  const services = Object.entries(file["services"] as Record<string, Fields>).map(
    ([name, fields]) => {
      try {
        return readService(name, fields, dirname(path));
      } catch (error) {
        throw new Error(`${path}: ${name}: ${(error as Error).message}`, { cause: error });
      }
    },
  );
  return { services, volumes: Object.keys(file["volumes"] ?? {}) };
}

function readService(name: string, fields: Fields, folder: string): ComposeService {
  const unknown = Object.keys(fields).find((key) => !serviceKeys.includes(key));
  if (unknown !== undefined) throw new Error(`${unknown} is not understood here`);
  const build = fields["build"] as { readonly context: string; readonly dockerfile: string };
  return {
    name,
    image: text(fields, "image"),
    dockerfile: join(folder, build.context, build.dockerfile),
    environment: readEnvironment((fields["environment"] ?? {}) as Fields),
    ports: ((fields["ports"] ?? []) as readonly string[]).map(readPort),
    volumes: ((fields["volumes"] ?? []) as readonly string[]).map(readMount),
    dependsOn: Object.entries((fields["depends_on"] ?? {}) as Record<string, Fields>).map(
      ([service, each]) => ({ service, condition: text(each, "condition") }),
    ),
    healthcheck: readHealthcheck((fields["healthcheck"] ?? {}) as Fields),
    stopGraceMs: durationMs(text(fields, "stop_grace_period")),
  };
}

/** YAML has numbers and booleans, an environment has text: what is not quoted may be changed. */
function readEnvironment(fields: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(fields).map((key) => [key, text(fields, key)]));
}

function readPort(port: string): PublishedPort {
  const match = /^(?:([\d.]+):)?(\d+):(\d+)$/.exec(port);
  if (match === null) throw new Error(`ports: [HOST:]PORT:PORT, found ${port}`);
  const [, host = "0.0.0.0", hostPort, containerPort] = match;
  return { host, hostPort: Number(hostPort), containerPort: Number(containerPort) };
}

function readMount(mount: string): Mount {
  const match = /^([\w-]+):(\/[^:]+)$/.exec(mount);
  if (match === null) throw new Error(`volumes: NAME:/path, found ${mount}`);
  return { volume: match[1] as string, target: match[2] as string };
}

function readHealthcheck(fields: Fields): Healthcheck {
  const [kind, ...command] = (fields["test"] ?? []) as readonly string[];
  if (kind !== "CMD") throw new Error(`healthcheck.test: ["CMD", ...], found ${String(kind)}`);
  return {
    command,
    intervalMs: durationMs(text(fields, "interval")),
    timeoutMs: durationMs(text(fields, "timeout")),
    retries: Number(fields["retries"]),
    startPeriodMs: durationMs(text(fields, "start_period")),
  };
}

function durationMs(text: string): number {
  const match = /^(\d+)(ms|s|m)$/.exec(text);
  if (match === null) throw new Error(`a duration such as 500ms, 2s or 1m, found ${text}`);
  const unitMs = { ms: 1, s: 1000, m: 60_000 }[match[2] as "ms" | "s" | "m"];
  return Number(match[1]) * unitMs;
}

function text(fields: Fields, key: string): string {
  const value = fields[key];
  if (typeof value !== "string") throw new Error(`${key}: text, found ${String(value)}`);
  return value;
}
