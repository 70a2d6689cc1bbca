import type { Property } from "./properties.ts";

/** Variables of Kafka's images that are no server settings. */
const notSettings = new Set(["KAFKA_HEAP_OPTS", "KAFKA_OPTS"]);

/** What images of Kafka call the cluster's id: Apache's and Confluent's, and Bitnami's. */
const clusterIds = new Set(["CLUSTER_ID", "KAFKA_CLUSTER_ID", "KAFKA_KRAFT_CLUSTER_ID"]);

/** What Kafka's images call the log level, in the words of log4j. */
const log4jLevel = "KAFKA_LOG4J_ROOT_LOGLEVEL";
const logLevels: Readonly<Record<string, string>> = {
  TRACE: "debug",
  DEBUG: "debug",
  INFO: "info",
  WARN: "warn",
  ERROR: "error",
  FATAL: "error",
  OFF: "silent",
};

/**
 * Settings from the environment, by the rules of Kafka's images: `KAFKA_` (or Bitnami's
 * `KAFKA_CFG_`) is cut off, then `___` means `-`, `__` means `_` and `_` means `.`. `SORDINI_X_Y`
 * means `sordini.x.y`. `CLUSTER_ID` and its like name the cluster, and log4j's root level is ours.
 */
export function environmentProperties(
  environment: Readonly<Record<string, string | undefined>>,
): Property[] {
  const properties: Property[] = [];
  for (const source of Object.keys(environment).sort()) {
    const text = environment[source];
    const key = settingOf(source);
    if (key === null || text === undefined) continue;
    const value = source === log4jLevel ? (logLevels[text.toUpperCase()] ?? text) : text;
    properties.push({ key, value, source });
  }
  return properties;
}

function settingOf(variable: string): string | null {
  if (clusterIds.has(variable)) return "sordini.cluster.id";
  if (notSettings.has(variable) || variable.startsWith("KAFKA_JMX_")) return null;
  if (variable === log4jLevel) return "sordini.log.level";
  if (variable.startsWith("KAFKA_LOG4J_")) return null;
  if (variable.startsWith("KAFKA_CFG_")) return toKey(variable.slice("KAFKA_CFG_".length));
  if (variable.startsWith("KAFKA_")) return toKey(variable.slice("KAFKA_".length));
  // SORDINI_BOOTSTRAP is the command line's, not the server's.
  if (variable.startsWith("SORDINI_") && variable !== "SORDINI_BOOTSTRAP") return toKey(variable);
  return null;
}

function toKey(rest: string): string {
  return rest
    .toLowerCase()
    .replace(/_{1,3}/g, (run) => (run.length === 1 ? "." : run.length === 2 ? "_" : "-"));
}
