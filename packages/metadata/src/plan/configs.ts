import { type Failure, failure } from "@sordini/base";
import type {
  AlterConfigs,
  AlterConfigsReply,
  AlteredConfigs,
  ConfigChange,
  ConfigFailure,
  ConfigPair,
  Plan,
} from "../commands.ts";
import { configResourceKey, configsOf, type Image } from "../image.ts";
import { configChangesPerPlanMax } from "../limits.ts";
import type { ConfigResource, ConfigResourceType } from "../records.ts";
import { checkConfig } from "../topic-configs.ts";
import { notRegistered } from "./brokers.ts";
import { Draft } from "./draft.ts";

/** Sets and removes single keys (KIP-339). A resource with one bad key stays as it was. */
export function planAlterConfigs(
  image: Image,
  { changes, validateOnly }: AlterConfigs,
): Plan<AlterConfigsReply> | Failure {
  if (changes.length > configChangesPerPlanMax) {
    const message = `one request changes at most ${configChangesPerPlanMax} configurations`;
    return failure("POLICY_VIOLATION", message);
  }
  const draft = new Draft(image);
  const byResource = Map.groupBy(changes, (change) => configResourceKey(change.resource));
  const results = [...byResource.values()].map((group): AlteredConfigs | ConfigFailure => {
    const { resource } = group[0] as ConfigChange;
    const refused = checkResource(image, resource) ?? checkPairs(resource.type, group);
    if (refused !== null) return { ...refused, resource };
    for (const change of group) setConfig(draft, change);
    return { resource };
  });
  return draft.plan({ kind: "alterConfigs", results }, { validateOnly });
}

function checkResource(image: Image, { type, name }: ConfigResource): Failure | null {
  if (type === "topic") {
    if (image.topicIds.has(name)) return null;
    return failure("UNKNOWN_TOPIC_OR_PARTITION", `topic ${JSON.stringify(name)} does not exist`);
  }
  if (type === "cluster") {
    if (name === "") return null;
    return failure("INVALID_REQUEST", `the cluster's defaults have no name, and it is "${name}"`);
  }
  const brokerId = Number(name);
  if (!/^\d+$/.test(name) || String(brokerId) !== name) {
    return failure("INVALID_REQUEST", `a broker is named by its id, not by "${name}"`);
  }
  return image.brokers.has(brokerId) ? null : notRegistered(brokerId);
}

/** INVALID_CONFIG for an unknown key or a bad value, INVALID_REQUEST for a key given twice. */
export function checkPairs(type: ConfigResourceType, pairs: readonly ConfigPair[]): Failure | null {
  const seen = new Set<string>();
  for (const pair of pairs) {
    if (seen.has(pair.key)) return failure("INVALID_REQUEST", `${pair.key} is given twice`);
    seen.add(pair.key);
    const wrong = checkConfig(type, pair);
    if (wrong !== null) return wrong;
  }
  return null;
}

function setConfig(draft: Draft, { resource, key, value }: ConfigChange): void {
  const before = configsOf(draft.image, resource).get(key) ?? null;
  if (before === value) return;
  draft.add({ kind: "configSet", v: 1, resource, key, value });
}
