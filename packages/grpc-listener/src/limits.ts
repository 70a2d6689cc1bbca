/** Bytes of batches that one produce stream may have unanswered: the client's send window. */
export const produceWindowBytesMax = 32 << 20;
/** Largest gRPC message that a listener takes; a request is at most a few batches. */
export const messageBytesMax = 64 << 20;
/**
 * HTTP/2 receive window of a listener, so that produce data is not throttled at 64 KiB a round
 * trip.
 */
export const receiveWindowBytes = 16 << 20;
/** Bytes of batches in one pushed consume response, unless the client asks for less. */
export const consumeResponseBytesMax = 1 << 20;
/** Credit that a consumer can pile up. */
export const consumeCreditBytesMax = 256 << 20;
/** Partitions that one consume stream may hold. */
export const consumePartitionsMax = 100_000;
export const consumeWaitMsDefault = 500;
export const consumeWaitMsMax = 60_000;
/** HTTP/2 streams that one connection may have open. */
export const streamsPerConnectionMax = 1_000;
/** A silent connection is probed after this long ... */
export const keepaliveTimeMs = 10_000;
/** ... and given up when the probe is not answered. */
export const keepaliveTimeoutMs = 5_000;
/** How long an admin call waits for the active controller when the caller does not say. */
export const requestTimeoutMsDefault = 30_000;
/**
 * Raft messages queued for a peer that does not read; later ones are dropped, as a network would.
 */
export const raftQueuedMessagesMax = 256;
