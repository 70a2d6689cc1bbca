import type { Client, ServiceError } from "@grpc/grpc-js";
import { errorName, type Millis, type NodeId } from "@sordini/base";
import type { Endpoint, Peers } from "@sordini/broker";
import type {
  Command,
  CommandKind,
  CommandReply,
  QuorumReplica,
  Redirect,
} from "@sordini/metadata";
import {
  adminService,
  type CallErrorKind,
  callUnary,
  type Method,
  type ReceivedResponseOf,
  toCallError,
} from "@sordini/rpc";
import { requestTimeoutMsDefault } from "../limits.ts";
import { alterConfigs, electLeaders, unregisterBroker } from "../translate/cluster.ts";
import { allocateProducerIds, alterPartition } from "../translate/leader-commands.ts";
import { createPartitions, createTopics, deleteTopics } from "../translate/topics.ts";
import type { Translation } from "../translate/translation.ts";
import { Channels } from "./channels.ts";
import { openReplicationStream } from "./replication-stream.ts";
import { openSessionStream } from "./session-stream.ts";

type QuorumReplicaMessage = ReceivedResponseOf<
  typeof adminService.describeQuorum
>["voters"][number];
type Send = (client: Client, command: Command, timeoutMs: Millis) => Promise<CommandReply>;

// The commands that travel; a controller gives the others to itself.
const senders: Partial<Record<CommandKind, Send>> = {
  createTopics: sender(createTopics),
  deleteTopics: sender(deleteTopics),
  createPartitions: sender(createPartitions),
  alterConfigs: sender(alterConfigs),
  electLeaders: sender(electLeaders),
  unregisterBroker: sender(unregisterBroker),
  alterPartition: sender(alterPartition),
  allocateProducerIds: sender(allocateProducerIds),
};

export type GrpcPeers = Peers & { close(): void };

/** The broker's way to other nodes, over gRPC. `close` ends every connection. */
export function createGrpcPeers(controllers: ReadonlyMap<NodeId, Endpoint>): GrpcPeers {
  const bulk = new Channels();
  const control = new Channels();
  const clientOf = (controller: NodeId) => control.to(endpointOf(controllers, controller));

  return {
    openReplication: (target, hello, events) =>
      openReplicationStream(bulk, target, { hello, events }),
    openSession: (controller, registration, events) =>
      openSessionStream(control, endpointOf(controllers, controller), { registration, events }),
    submit: async (controller, command, timeoutMs) => {
      const send = senders[command.kind];
      if (send === undefined) throw new Error(`${command.kind} is not sent between nodes`);
      try {
        return await send(clientOf(controller), command, timeoutMs);
      } catch (error) {
        return toRedirect(error as ServiceError);
      }
    },
    describeQuorum: async (controller) => {
      const options = { deadline: Date.now() + requestTimeoutMsDefault };
      try {
        const call = { method: adminService.describeQuorum, request: {}, options };
        const { leaderId, leaderEpoch, highWatermark, voters, observers } = await callUnary(
          clientOf(controller),
          call,
        );
        return {
          leaderId,
          leaderEpoch,
          highWatermark,
          voters: voters.map(toReplica),
          observers: observers.map(toReplica),
        };
      } catch (error) {
        return toRedirect(error as ServiceError);
      }
    },
    changeQuorum: async (controller, { kind, peer }, timeoutMs) => {
      const method =
        kind === "addVoter" ? adminService.addQuorumVoter : adminService.removeQuorumVoter;
      const options = { deadline: Date.now() + timeoutMs };
      const call = { method, request: { voter: peer, timeoutMs }, options };
      try {
        return await callUnary(clientOf(controller), call);
      } catch (error) {
        return toRedirect(error as ServiceError);
      }
    },
    close: () => {
      bulk.close();
      control.close();
    },
  };
}

function endpointOf(controllers: ReadonlyMap<NodeId, Endpoint>, controller: NodeId): Endpoint {
  const endpoint = controllers.get(controller);
  if (endpoint === undefined) {
    const known = [...controllers.keys()].join(", ");
    throw new Error(`controller ${controller} is not in controller.quorum.voters (${known})`);
  }
  return endpoint;
}

function sender<C extends Command, M extends Method>(translation: Translation<C, M>): Send {
  return async (client, command, timeoutMs) => {
    const request = translation.toRequest(command as C);
    const options = { deadline: Date.now() + timeoutMs };
    const { method } = translation;
    return translation.toReply(await callUnary(client, { method, request, options }));
  };
}

function toRedirect(error: ServiceError): Redirect {
  const { failure, kind, message } = toCallError(error);
  if (failure !== null) {
    return { error: errorName(failure.errorCode), message, controllerId: failure.controllerId };
  }
  return { error: transportError(kind), message, controllerId: -1 };
}

function transportError(kind: CallErrorKind) {
  if (kind === "timedOut") return "REQUEST_TIMED_OUT";
  return kind === "unreachable" ? "BROKER_NOT_AVAILABLE" : "NETWORK_EXCEPTION";
}

function toReplica(replica: QuorumReplicaMessage): QuorumReplica {
  const { nodeId, directoryId, logEndOffset, lastContactMs, lastCaughtUpMs } = replica;
  return { nodeId, directoryId, logEnd: logEndOffset, lastContactMs, lastCaughtUpMs };
}
