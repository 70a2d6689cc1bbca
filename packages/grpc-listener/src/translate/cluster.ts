import { errorName } from "@sordini/base";
import type {
  AlterConfigs,
  ConfigResource,
  ConfigResourceType,
  ElectLeaders,
  UnregisterBroker,
} from "@sordini/metadata";
import { adminService } from "@sordini/rpc";
import { outcome } from "./results.ts";
import type { Translation } from "./translation.ts";

export const alterConfigs: Translation<AlterConfigs, typeof adminService.alterConfigs> = {
  method: adminService.alterConfigs,
  toRequest: ({ changes, validateOnly }) => ({
    validateOnly,
    changes: changes.map(({ resource, key, value }) => ({
      resource,
      key,
      value: value ?? "",
      reset: value === null,
    })),
  }),
  toCommand: ({ changes, validateOnly }) => ({
    kind: "alterConfigs",
    validateOnly,
    changes: changes.map(({ resource, key, value, reset }) => ({
      resource: toResource(resource),
      key,
      value: reset ? null : value,
    })),
  }),
  toResponse: ({ results }) => ({
    results: results.map((result) => ({ resource: result.resource, ...outcome(result) })),
  }),
  toReply: ({ results }) => ({
    kind: "alterConfigs",
    results: results.map(({ resource, errorCode, errorMessage }) =>
      errorCode === 0
        ? { resource: toResource(resource) }
        : { resource: toResource(resource), error: errorName(errorCode), message: errorMessage },
    ),
  }),
};

export const electLeaders: Translation<ElectLeaders, typeof adminService.electLeaders> = {
  method: adminService.electLeaders,
  toRequest: ({ election, partitions }) => ({
    partitions: [...(partitions ?? [])],
    allPartitions: partitions === null,
    unclean: election === "unclean",
  }),
  toCommand: ({ partitions, allPartitions, unclean }) => ({
    kind: "electLeaders",
    election: unclean ? "unclean" : "preferred",
    partitions: allPartitions
      ? null
      : partitions.map(({ topic, partition }) => ({ topic, partition })),
  }),
  toResponse: ({ results }) => ({
    results: results.map(({ topic, partition, ...result }) => ({
      topic,
      partition,
      leaderId: "leader" in result ? result.leader : -1,
      ...outcome(result),
    })),
  }),
  toReply: ({ results }) => ({
    kind: "electLeaders",
    results: results.map(({ topic, partition, errorCode, errorMessage, leaderId }) =>
      errorCode === 0
        ? { topic, partition, leader: leaderId }
        : { topic, partition, error: errorName(errorCode), message: errorMessage },
    ),
  }),
};

export const unregisterBroker: Translation<UnregisterBroker, typeof adminService.unregisterBroker> =
  {
    method: adminService.unregisterBroker,
    toRequest: ({ brokerId }) => ({ brokerId }),
    toCommand: ({ brokerId }) => ({ kind: "unregisterBroker", brokerId }),
    toResponse: () => ({}),
    // The controller answers only once nothing remains to be done.
    toReply: () => ({ kind: "unregisterBroker", remaining: 0 }),
  };

/** A resource as the wire names it; an unknown type is left for the plan to refuse by name. */
export function toResource(
  resource: { readonly type: string; readonly name: string } | null,
): ConfigResource {
  return { type: (resource?.type ?? "") as ConfigResourceType, name: resource?.name ?? "" };
}
