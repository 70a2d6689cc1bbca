import { errorCode, type Failure, isFailure } from "@sordini/base";
import type { BrokerApi } from "@sordini/broker";
import type {
  Command,
  CommandReply,
  QuorumChange,
  QuorumDescription,
  QuorumVoters,
  Redirect,
} from "@sordini/metadata";
import {
  type adminService,
  type Handlers,
  type Method,
  type ReceivedRequestOf,
  type ResponseOf,
  toServiceError,
} from "@sordini/rpc";
import { alterConfigs, electLeaders, unregisterBroker } from "../translate/cluster.ts";
import { createPartitions, createTopics, deleteTopics } from "../translate/topics.ts";
import type { Translation } from "../translate/translation.ts";
import { requestTimeoutMsDefault } from "../limits.ts";
import { describeConfigsHandler } from "./describe-configs.ts";

/** Where a command goes: the broker core, which forwards it, or the active controller itself. */
export type Submit = (
  command: Command,
  timeoutMs: number,
) => Promise<CommandReply | Failure | Redirect>;

export type CommandHandlers = Pick<
  Handlers<typeof adminService>,
  | "createTopics"
  | "deleteTopics"
  | "createPartitions"
  | "alterConfigs"
  | "electLeaders"
  | "unregisterBroker"
>;

/** The part of AdminService that is commands, over either place that takes them. */
export function commandHandlers(submit: Submit): CommandHandlers {
  return {
    createTopics: handle(submit, createTopics),
    deleteTopics: handle(submit, deleteTopics),
    createPartitions: handle(submit, createPartitions),
    alterConfigs: handle(submit, alterConfigs),
    electLeaders: handle(submit, electLeaders),
    unregisterBroker: handle(submit, unregisterBroker),
  };
}

/** Serves one command method. A failure of the whole command ends the call with its status. */
export function handle<C extends Command, M extends Method>(
  submit: Submit,
  translation: Translation<C, M>,
) {
  return async (request: ReceivedRequestOf<M>): Promise<ResponseOf<M>> => {
    const timeoutMs = (request as { readonly timeoutMs?: number }).timeoutMs;
    const command = translation.toCommand(request);
    const reply = await submit(command, timeoutMs || requestTimeoutMsDefault);
    if (isFailure(reply)) throw toCallError(reply);
    return translation.toResponse(reply as never);
  };
}

export function toCallError(failure: Failure | Redirect): Error {
  const controllerId = "controllerId" in failure ? failure.controllerId : -1;
  return toServiceError({
    errorCode: errorCode(failure.error),
    message: failure.message,
    controllerId,
  });
}

/**
 * AdminService as a broker offers it: commands go on to the active controller, the rest it knows.
 */
export function brokerAdminHandlers(
  broker: BrokerApi,
  listener: string,
): Handlers<typeof adminService> {
  return {
    ...commandHandlers((command, timeoutMs) => broker.submit(command, timeoutMs)),
    describeCluster: describeClusterHandler(broker, listener),
    describeConfigs: describeConfigsHandler(broker),
    describeQuorum: describeQuorumHandler(() => broker.describeQuorum()),
    ...quorumChangeHandlers((change, timeoutMs) => broker.changeQuorum(change, timeoutMs)),
  };
}

export function describeQuorumHandler(describe: () => Promise<QuorumDescription | Failure>) {
  return async (): Promise<ResponseOf<typeof adminService.describeQuorum>> => {
    const quorum = await describe();
    if (isFailure(quorum)) throw toCallError(quorum);
    const { leaderId, leaderEpoch, highWatermark, voters, observers } = quorum;
    return {
      leaderId,
      leaderEpoch,
      highWatermark,
      voters: voters.map(toReplica),
      observers: observers.map(toReplica),
    };
  };
}

/** Both changes of the voters, over either place that takes them. */
export function quorumChangeHandlers(
  changeQuorum: (
    change: QuorumChange,
    timeoutMs: number,
  ) => Promise<QuorumVoters | Failure | Redirect>,
) {
  const handler =
    (kind: QuorumChange["kind"]) =>
    async ({ voter, timeoutMs }: ReceivedRequestOf<typeof adminService.addQuorumVoter>) => {
      const peer = { nodeId: voter?.nodeId ?? -1, directoryId: voter?.directoryId ?? "" };
      const reply = await changeQuorum({ kind, peer }, timeoutMs || requestTimeoutMsDefault);
      if (isFailure(reply)) throw toCallError(reply);
      return { voters: [...reply.voters] };
    };
  return { addQuorumVoter: handler("addVoter"), removeQuorumVoter: handler("removeVoter") };
}

function toReplica({ logEnd, ...rest }: QuorumDescription["voters"][number]) {
  return { ...rest, logEndOffset: logEnd };
}

/** `sordini cluster info`: brokers with what they hold, as this broker knows it. */
function describeClusterHandler(broker: Pick<BrokerApi, "metadata">, listener: string) {
  return (): ResponseOf<typeof adminService.describeCluster> => {
    const held = new Map<number, { partitions: number; leaders: number }>();
    const of = (nodeId: number) => {
      const counts = held.get(nodeId) ?? { partitions: 0, leaders: 0 };
      held.set(nodeId, counts);
      return counts;
    };
    for (const { leaderId, replicas } of broker.metadata.topics().flatMap((t) => t.partitions)) {
      for (const nodeId of replicas) of(nodeId).partitions++;
      of(leaderId).leaders++;
    }
    return {
      clusterId: broker.metadata.clusterId,
      controllerId: broker.metadata.controllerId,
      brokers: broker.metadata.brokers().map(({ nodeId, rack, fenced, endpoints }) => {
        const endpoint = endpoints.find((candidate) => candidate.listener === listener);
        const { host, port } = endpoint ?? { host: "", port: 0 };
        return { nodeId, host, port, rack: rack ?? "", fenced, ...of(nodeId) };
      }),
    };
  };
}
