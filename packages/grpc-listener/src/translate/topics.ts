import { errorName } from "@sordini/base";
import type {
  ConfigPair,
  CreatePartitions,
  CreateTopics,
  DeleteTopics,
  NewTopic,
  ReplicaAssignment,
} from "@sordini/metadata";
import { adminService } from "@sordini/rpc";
import { outcome } from "./results.ts";
import type { Translation } from "./translation.ts";

export const createTopics: Translation<CreateTopics, typeof adminService.createTopics> = {
  method: adminService.createTopics,
  toRequest: ({ topics, validateOnly }) => ({
    validateOnly,
    topics: topics.map(({ configs, assignments, ...topic }) => ({
      ...topic,
      assignments: assignments.map(copyAssignment),
      configs: Object.fromEntries(configs.flatMap(presentPair)),
    })),
  }),
  toCommand: ({ topics, validateOnly }) => ({
    kind: "createTopics",
    validateOnly,
    topics: topics.map(
      ({ configs, assignments, name, partitions, replicationFactor }): NewTopic => ({
        name,
        partitions,
        replicationFactor,
        assignments: assignments.map(copyAssignment),
        configs: Object.entries(configs).map(([key, value]) => ({ key, value })),
      }),
    ),
  }),
  toResponse: ({ topics }) => ({
    topics: topics.map((topic) =>
      "error" in topic
        ? { name: topic.name, ...outcome(topic) }
        : { ...topic, topicId: topic.topicId ?? "" },
    ),
  }),
  toReply: ({ topics }) => ({
    kind: "createTopics",
    topics: topics.map((topic) => {
      const { name, topicId, partitions, replicationFactor, errorCode, errorMessage } = topic;
      return errorCode === 0
        ? { name, topicId: topicId || null, partitions, replicationFactor }
        : { name, error: errorName(errorCode), message: errorMessage };
    }),
  }),
};

export const deleteTopics: Translation<DeleteTopics, typeof adminService.deleteTopics> = {
  method: adminService.deleteTopics,
  toRequest: ({ names, topicIds }) => ({ names: [...names], topicIds: [...topicIds] }),
  toCommand: ({ names, topicIds }) => ({ kind: "deleteTopics", names, topicIds }),
  toResponse: ({ topics }) => ({
    topics: topics.map((topic) => ({
      name: topic.name ?? "",
      topicId: topic.topicId ?? "",
      ...outcome(topic),
    })),
  }),
  toReply: ({ topics }) => ({
    kind: "deleteTopics",
    topics: topics.map(({ name, topicId, errorCode, errorMessage }) =>
      errorCode === 0
        ? { name, topicId }
        : {
            name: name || null,
            topicId: topicId || null,
            error: errorName(errorCode),
            message: errorMessage,
          },
    ),
  }),
};

export const createPartitions: Translation<CreatePartitions, typeof adminService.createPartitions> =
  {
    method: adminService.createPartitions,
    toRequest: ({ topics, validateOnly }) => ({
      validateOnly,
      topics: topics.map(({ name, count, assignments }) => ({
        name,
        count,
        assignments: assignments.map(copyAssignment),
      })),
    }),
    toCommand: ({ topics, validateOnly }) => ({
      kind: "createPartitions",
      validateOnly,
      topics: topics.map(({ name, count, assignments }) => ({
        name,
        count,
        assignments: assignments.map(copyAssignment),
      })),
    }),
    toResponse: ({ topics }) => ({
      topics: topics.map((topic) =>
        "error" in topic ? { name: topic.name, ...outcome(topic) } : topic,
      ),
    }),
    toReply: ({ topics }) => ({
      kind: "createPartitions",
      topics: topics.map(({ name, partitions, errorCode, errorMessage }) =>
        errorCode === 0
          ? { name, partitions }
          : { name, error: errorName(errorCode), message: errorMessage },
      ),
    }),
  };

function copyAssignment({ partition, replicas }: ReplicaAssignment) {
  return { partition, replicas: [...replicas] };
}

// A pair without a value means the default, which is what an absent pair means too.
function presentPair({ key, value }: ConfigPair): [string, string][] {
  return value === null ? [] : [[key, value]];
}
