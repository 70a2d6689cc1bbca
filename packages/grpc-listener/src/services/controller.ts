import { errorCode } from "@sordini/base";
import type { SessionHandle, SessionSink } from "@sordini/controller";
import type {
  Command,
  CommandReply,
  QuorumChange,
  QuorumDescription,
  QuorumVoters,
  Redirect,
  Registration,
} from "@sordini/metadata";
import {
  type controllerService,
  type forwardedAdminService,
  type Handlers,
  type ReceivedRequestOf,
  type ServerStream,
} from "@sordini/rpc";
import { allocateProducerIds, alterPartition } from "../translate/leader-commands.ts";
import { refuse } from "../translate/refuse.ts";
import { commandHandlers, describeQuorumHandler, handle, quorumChangeHandlers } from "./admin.ts";

/** What this listener needs of a controller. */
export interface ControllerApi {
  submit(command: Command): Promise<CommandReply | Redirect>;
  openSession(registration: Registration, sink: SessionSink): SessionHandle;
  describeQuorum(): Promise<QuorumDescription | Redirect>;
  changeVoters(change: QuorumChange): Promise<QuorumVoters | Redirect>;
}

type SessionStream = ServerStream<typeof controllerService.session>;
type SessionRequest = ReceivedRequestOf<typeof controllerService.session>;

export function controllerHandlers(controller: ControllerApi): Handlers<typeof controllerService> {
  const submit = (command: Command) => controller.submit(command);
  return {
    session: (stream) => serveSession(controller, stream),
    alterPartition: handle(submit, alterPartition),
    allocateProducerIds: handle(submit, allocateProducerIds),
  };
}

/** The commands that brokers forward, answered by the controller itself. */
export function forwardedAdminHandlers(
  controller: ControllerApi,
): Handlers<typeof forwardedAdminService> {
  return {
    ...commandHandlers((command) => controller.submit(command)),
    describeQuorum: describeQuorumHandler(() => controller.describeQuorum()),
    ...quorumChangeHandlers((change) => controller.changeVoters(change)),
  };
}

function serveSession(controller: ControllerApi, stream: SessionStream): void {
  let session: SessionHandle | null = null;

  stream.on("data", ({ registration, heartbeat }: SessionRequest) => {
    if (registration !== null && session === null) {
      session = controller.openSession(toRegistration(registration), sinkOf(stream));
    } else if (heartbeat !== null && session !== null) {
      const { metadataOffset, wantsUnfenced, wantsShutdown, offlineDirectoryIds } = heartbeat;
      session.heartbeat({ metadataOffset, wantsUnfenced, wantsShutdown, offlineDirectoryIds });
    } else {
      refuse(stream, "a session is one registration and then heartbeats");
    }
  });
  stream.on("drain", () => session?.onDrain());
  stream.on("end", () => {
    closed();
    stream.end();
  });
  stream.on("error", closed);
  stream.on("cancelled", closed);

  function closed(): void {
    session?.onClosed();
    session = null;
  }
}

function toRegistration(message: NonNullable<SessionRequest["registration"]>): Registration {
  const { clusterId, brokerId, incarnationId, directoryIds, rack, wasCleanShutdown } = message;
  const { metadataOffset, previousBrokerEpoch, recordedBrokerEpoch } = message;
  return {
    ...{ clusterId, brokerId, incarnationId, directoryIds, wasCleanShutdown },
    ...{ metadataOffset, previousBrokerEpoch, recordedBrokerEpoch },
    rack: rack === "" ? null : rack,
    endpoints: message.endpoints.map(({ listener, host, port }) => ({ listener, host, port })),
  };
}

function sinkOf(stream: SessionStream): SessionSink {
  return {
    rejected: ({ error, message, controllerId }) => {
      stream.write({
        rejected: { errorCode: errorCode(error), errorMessage: message, controllerId },
      });
      stream.end();
    },
    accepted: (accepted) => void stream.write({ accepted }),
    heartbeatReply: (heartbeatReply) => void stream.write({ heartbeatReply }),
    snapshot: (snapshot) => stream.write({ snapshot }),
    entries: (entries, highWatermark) =>
      stream.write({ entries: { entries: [...entries], highWatermark } }),
  };
}
