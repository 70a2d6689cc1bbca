import { assert, type Failure, failure, type Millis, type NodeId } from "@sordini/base";
import { compareText, configsOf, type Image } from "./image.ts";
import { configKeyLengthMax, configValueLengthMax } from "./limits.ts";
import type { ConfigResource, ConfigResourceType } from "./records.ts";
import {
  acceptedConfigs,
  effectiveConfigs,
  type TopicConfigDefinition,
} from "./topic-config-table.ts";

/** The settings of a topic that are in force, typed. -1 in a retention: no limit. */
export interface TopicConfig {
  readonly cleanupPolicy: "delete";
  readonly retentionMs: Millis;
  readonly retentionBytes: number;
  readonly segmentBytes: number;
  readonly segmentMs: Millis;
  readonly maxMessageBytes: number;
  readonly minInsyncReplicas: number;
  readonly indexIntervalBytes: number;
  readonly uncleanLeaderElection: boolean;
  readonly durability: "fsync" | "page-cache";
}

/** What lies below a topic's own settings and the cluster's defaults in the image. */
export interface ConfigDefaults {
  /** Consult this broker's dynamic settings too; only for what may differ between replicas. */
  readonly brokerId?: NodeId;
  /** Settings of server.properties, by broker key. Checked when the server started. */
  readonly staticConfigs: ReadonlyMap<string, string>;
}

export type ConfigSource = "topic" | "broker" | "cluster" | "static" | "default";

export interface DescribedConfig {
  readonly key: string;
  readonly value: string;
  readonly source: ConfigSource;
  readonly type: TopicConfigDefinition["type"]["type"];
  readonly documentation: string;
}

type EffectiveKey = keyof typeof effectiveConfigs;
type ValueOf<K extends EffectiveKey> =
  (typeof effectiveConfigs)[K] extends TopicConfigDefinition<infer T> ? T : never;

/** By topic key, in order of name. */
const definitions: ReadonlyMap<string, TopicConfigDefinition> = new Map(
  Object.entries<TopicConfigDefinition>({ ...effectiveConfigs, ...acceptedConfigs }).sort((a, b) =>
    compareText(a[0], b[0]),
  ),
);

/** By broker key, in order of the topic key. */
const definitionsByBrokerKey: ReadonlyMap<string, TopicConfigDefinition> = new Map(
  [...definitions.values()].map((definition) => [definition.brokerKey, definition]),
);

/** The settings in force for a topic, or for one that sets nothing when it does not exist. */
export function topicConfig(image: Image, topic: string, defaults: ConfigDefaults): TopicConfig {
  const value = <K extends EffectiveKey>(key: K): ValueOf<K> =>
    topicConfigValue(image, { topic, key }, defaults);
  return {
    cleanupPolicy: value("cleanup.policy"),
    retentionMs: value("retention.ms"),
    retentionBytes: value("retention.bytes"),
    segmentBytes: value("segment.bytes"),
    segmentMs: value("segment.ms"),
    maxMessageBytes: value("max.message.bytes"),
    minInsyncReplicas: value("min.insync.replicas"),
    indexIntervalBytes: value("index.interval.bytes"),
    uncleanLeaderElection: value("unclean.leader.election.enable"),
    durability: value("sordini.durability"),
  };
}

/** One of the settings in force for a topic. */
export function topicConfigValue<K extends EffectiveKey>(
  image: Image,
  { topic, key }: { readonly topic: string; readonly key: K },
  defaults: ConfigDefaults,
): ValueOf<K> {
  const found = resolve(image, { topic, key }, defaults);
  const checked = effectiveConfigs[key].type.check(found.value);
  assert("value" in checked, `${key}=${found.value} from ${found.source} was never checked`);
  return checked.value as ValueOf<K>;
}

/** What DescribeConfigs shows of a topic: every known key, in order of name. */
export function describeTopicConfigs(
  image: Image,
  topic: string,
  defaults: ConfigDefaults,
): readonly DescribedConfig[] {
  return [...definitions].map(([key, { type, doc }]) => {
    const found = resolve(image, { topic, key }, defaults);
    return { key, ...found, type: type.type, documentation: doc };
  });
}

function resolve(
  image: Image,
  { topic, key }: { topic: string; key: string },
  { brokerId, staticConfigs }: ConfigDefaults,
): { readonly value: string; readonly source: ConfigSource } {
  const definition = definitions.get(key);
  assert(definition !== undefined, `no definition of ${key}`);
  const { brokerKey, defaultValue } = definition;
  const set = (resource: ConfigResource, name: string) => configsOf(image, resource).get(name);
  const broker =
    brokerId === undefined ? [] : [{ type: "broker", name: String(brokerId) } as const];
  const layers: readonly (readonly [ConfigSource, string | undefined])[] = [
    ["topic", set({ type: "topic", name: topic }, key)],
    ...broker.map((resource) => ["broker", set(resource, brokerKey)] as const),
    ["cluster", set({ type: "cluster", name: "" }, brokerKey)],
    ["static", staticConfigs.get(brokerKey)],
    ["default", defaultValue],
  ];
  const [source, value] = layers.find((layer) => layer[1] !== undefined) as [ConfigSource, string];
  return { source, value };
}

/**
 * Null when the key is known for such a resource and the value is allowed; else INVALID_CONFIG. A
 * null value goes back to the default, so only its key is checked.
 */
export function checkConfig(
  type: ConfigResourceType,
  { key, value }: { readonly key: string; readonly value: string | null },
): Failure | null {
  const tooLong = checkLengths(key, value);
  if (tooLong !== null) return tooLong;
  const known = type === "topic" ? definitions : definitionsByBrokerKey;
  const definition = known.get(key);
  if (definition === undefined) {
    const near = sameByOtherName(type, key) ?? nearestNames(key, [...known.keys()]);
    const hint = near.length > 0 ? `: did you mean ${near.join(" or ")}?` : "";
    const owner = type === "topic" ? "topic" : "broker";
    return failure("INVALID_CONFIG", `${key} is not the name of a ${owner} configuration${hint}`);
  }
  if (value === null) return null;
  const checked = definition.type.check(value);
  if ("value" in checked) return null;
  return failure("INVALID_CONFIG", `${key}=${value} ${checked.wrong}`);
}

/** Before anything is made of them, an error message included (B23). */
function checkLengths(key: string, value: string | null): Failure | null {
  if (key.length > configKeyLengthMax) {
    const what = `no configuration has a name of ${key.length} characters`;
    return failure("INVALID_CONFIG", `${what}: the longest allowed is ${configKeyLengthMax}`);
  }
  if (value === null || value.length <= configValueLengthMax) return null;
  const what = `${key} is given ${value.length} characters`;
  return failure("INVALID_CONFIG", `${what}: a value has at most ${configValueLengthMax}`);
}

/** A broker's key where a topic's is wanted, and the other way round. */
function sameByOtherName(type: ConfigResourceType, key: string): readonly string[] | null {
  if (type !== "topic") {
    const brokerKey = definitions.get(key)?.brokerKey;
    return brokerKey === undefined ? null : [brokerKey];
  }
  const found = [...definitions].find(([, definition]) => definition.brokerKey === key);
  return found === undefined ? null : [found[0]];
}

/** At most three names that a slip of the hand may have turned into `name`. */
function nearestNames(name: string, known: readonly string[]): readonly string[] {
  const distanceMax = Math.max(2, Math.floor(name.length / 4));
  return known
    .filter((candidate) => Math.abs(candidate.length - name.length) <= distanceMax)
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ distance }) => distance <= distanceMax)
    .sort((a, b) => a.distance - b.distance || compareText(a.candidate, b.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Levenshtein's distance, one row of the table at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
