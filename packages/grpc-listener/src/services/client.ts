import { errorCode, isFailure, type Timers } from "@sordini/base";
import type { BrokerApi, TopicDescription } from "@sordini/broker";
import {
  type clientService,
  type Handlers,
  type ReceivedRequestOf,
  type ResponseOf,
  toStatusError,
} from "@sordini/rpc";
import { failureFields, success } from "../translate/results.ts";
import { ConsumeSession } from "./consume.ts";
import { ProduceSession } from "./produce.ts";

type MetadataRequest = ReceivedRequestOf<typeof clientService.getMetadata>;
type MetadataResponse = ResponseOf<typeof clientService.getMetadata>;
type ListOffsetsRequest = ReceivedRequestOf<typeof clientService.listOffsets>;
type ListOffsetsResponse = ResponseOf<typeof clientService.listOffsets>;

type TurnEnd = Pick<Timers, "soon">;

const realTurnEnd: TurnEnd = {
  soon: (callback) => {
    setImmediate(callback);
  },
};

/**
 * ClientService over the broker core. `listener` is the name under which clients find leaders;
 * `timers` say when a turn of the event loop ends, in another world than the real one.
 */
export function clientHandlers(
  broker: BrokerApi,
  listener: string,
  timers: TurnEnd = realTurnEnd,
): Handlers<typeof clientService> {
  const failed = failureFields(broker, listener);

  return {
    produce: (stream) => void new ProduceSession({ broker, timers, failed }, stream),
    consume: (stream) => void new ConsumeSession(broker, failed, stream),
    getMetadata: (request) => describeMetadata(broker, listener, request),
    listOffsets: async ({ partitions }: ListOffsetsRequest): Promise<ListOffsetsResponse> => {
      const listed = await broker.listOffsets(partitions);
      return {
        offsets: partitions.map(({ topicId, partition }, index) => {
          const result = listed[index] as (typeof listed)[number];
          const place = { topicId, partition };
          return isFailure(result)
            ? { ...place, ...failed(result), offset: -1, timestampMs: -1, leaderEpoch: -1 }
            : { ...place, ...success, ...result };
        }),
      };
    },
  };
}

function describeMetadata(
  broker: BrokerApi,
  listener: string,
  { topics, allTopics }: MetadataRequest,
): MetadataResponse {
  const { metadata } = broker;
  if (metadata.brokers().length === 0) throw notYet();
  return {
    clusterId: metadata.clusterId,
    controllerId: metadata.controllerId,
    brokers: brokersOn(broker, listener),
    topics: allTopics ? metadata.topics().map(toTopic) : topics.map((name) => lookUp(broker, name)),
  };
}

// A broker that has not heard from the controllers yet knows no topic: to say so would be a lie.
function notYet(): Error {
  const details = "this broker is starting and has no metadata yet; ask another one";
  return toStatusError("UNAVAILABLE", details);
}

/** The brokers that listen under `listener`, with their place on it. */
export function brokersOn(broker: Pick<BrokerApi, "metadata">, listener: string) {
  return broker.metadata.brokers().flatMap(({ nodeId, rack, fenced, endpoints }) => {
    const endpoint = endpoints.find((candidate) => candidate.listener === listener);
    if (endpoint === undefined) return [];
    return [{ nodeId, host: endpoint.host, port: endpoint.port, rack: rack ?? "", fenced }];
  });
}

function lookUp(broker: BrokerApi, name: string) {
  const found = broker.metadata.topic(name);
  if (!isFailure(found)) return toTopic(found);
  return { name, errorCode: errorCode(found.error), errorMessage: found.message };
}

function toTopic({ name, topicId, partitions }: TopicDescription) {
  return {
    name,
    topicId,
    partitions: partitions.map(({ replicas, isr, ...partition }) => ({
      ...partition,
      replicas: [...replicas],
      isr: [...isr],
    })),
  };
}
