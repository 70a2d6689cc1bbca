// Every queue, batch, wait and retry of the broker core has its bound here. Bytes and milliseconds
// unless the name says otherwise.

/** Beyond this multiple of the bound a request is refused: its listener ignores `canAccept`. */
export const produceInFlightOverrunMax = 2;
/** Batches in a row that one partition of a produce request may carry. */
export const produceBatchCountMax = 1024;
/** One read of the scan that rebuilds the table of idempotent producers. */
export const producerScanBytes = 1024 * 1024;
/** Longest wait that a produce request may ask for. */
export const produceTimeoutMsMax = 300_000;

/** Fetches parked at once; the next one is answered with what there is. */
export const parkedFetchCountMax = 65_536;
/** Longest wait that a fetch may ask for. */
export const fetchWaitMsMax = 60_000;
/** Most bytes in one fetch answer, whatever the request says. */
export const fetchBytesMax = 64 * 1024 * 1024;

/** Payload of one push message of replication: one frame of the transport. */
export const pushMessageBytesMax = 1024 * 1024;
/** Share of one partition in a push message while others wait: round robin among the dirty ones. */
export const pushPartitionBytesMax = 256 * 1024;
/** Partitions in one push message. */
export const pushPartitionCountMax = 1024;
/** Push messages that one event-loop turn may give to one stream before others get theirs. */
export const pushMessagesPerTurnMax = 4;
/** What a push costs of a follower's credit beyond its batches. */
export const pushOverheadBytes = 64;
/** Credit that a follower grants to one leader: the bytes that it may have to hold in memory. */
export const replicationWindowBytesMax = 16 * 1024 * 1024;
/** Disk reads for one follower's stream at a time. */
export const followerReadsMax = 8;
/** Positions in one message of a follower. */
export const positionsPerUpdateMax = 4096;

/** First and longest pause before a broken connection to a peer is opened again; jittered. */
export const reconnectDelayMsMin = 20;
export const reconnectDelayMsMax = 250;
/** Wait for a controller to accept or reject a session. */
export const sessionAcceptMsMax = 1000;
/**
 * A process whose broker id another one holds gives up after this: longer than a session timeout,
 * so that a machine that comes back at once outlives the session of its own past.
 */
export const duplicateWaitMsMax = 10_000;
/** Pause before a partition attaches again after its leader refused it. */
export const attachRetryMsMax = 10;
/** Pause before a log is opened, truncated or created again after the disk refused. */
export const logRetryMsMax = 1000;

/** Changes of in-sync replica sets in one command. */
export const isrChangesPerCommandMax = 1000;
/** Wait for the controller's answer to a proposal; then the same proposal is sent again (I19). */
export const isrProposalTimeoutMsMax = 2000;
/** How often leaders look at followers that lag. */
export const isrTickMsMax = 250;

/** Longest wait of one attempt to submit a command to one controller. */
export const submitAttemptMsMax = 5000;
/** Wait for an answer about the quorum. */
export const describeQuorumMsMax = 5000;
/** Longest controlled shutdown; then the broker stops with what leadership it still has. */
export const shutdownMsMax = 30_000;
/** A broker that shuts down waits this long for an active controller; an election takes less. */
export const shutdownAloneMsMax = 1_500;
/** Snapshot bytes that one controller session may send before the last part. */
export const snapshotBytesMax = 1024 * 1024 * 1024;
/** A follower hears of a high watermark that moved without new records this late at most. */
export const offsetsDelayMsMax = 20;
