import { errorName } from "@sordini/base";
import type { ControllerSessionStream, Endpoint, SessionEvents } from "@sordini/broker";
import type { Registration } from "@sordini/metadata";
import { controllerService, openStream, type ReceivedResponseOf } from "@sordini/rpc";
import type { Channels } from "./channels.ts";
import { watchStream } from "./stream-events.ts";

type SessionResponse = ReceivedResponseOf<typeof controllerService.session>;

/** The broker's end of its session with one controller. */
export function openSessionStream(
  channels: Channels,
  target: Endpoint,
  { registration, events }: { readonly registration: Registration; readonly events: SessionEvents },
): ControllerSessionStream {
  const stream = openStream(channels.to(target), controllerService.session);
  const cancel = watchStream(stream, {
    onMessage: (message) => deliver(message, events),
    onClosed: (reason) => events.onClosed(reason),
  });
  const { directoryIds, endpoints, rack, ...rest } = registration;
  stream.write({
    registration: {
      ...rest,
      directoryIds: [...directoryIds],
      endpoints: [...endpoints],
      rack: rack ?? "",
    },
  });
  return {
    heartbeat: ({ offlineDirectoryIds, ...heartbeat }) => {
      stream.write({
        heartbeat: { ...heartbeat, offlineDirectoryIds: [...offlineDirectoryIds] },
      });
    },
    close: cancel,
  };
}

function deliver(message: SessionResponse, events: SessionEvents): void {
  const { rejected, accepted, snapshot, entries, heartbeatReply } = message;
  if (rejected) {
    const { errorCode, errorMessage, controllerId } = rejected;
    events.onRejected({ error: errorName(errorCode), message: errorMessage, controllerId });
  }
  if (accepted) events.onAccepted(accepted);
  if (snapshot) events.onSnapshot(snapshot);
  if (entries) events.onEntries(entries.entries, entries.highWatermark);
  if (heartbeatReply) events.onHeartbeatReply(heartbeatReply);
}
