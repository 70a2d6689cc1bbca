/** Bytes of one snapshot chunk on its way to a follower. */
export const snapshotChunkBytesMax = 256 * 1024;
/** A larger snapshot file is refused: some 10 million partitions. */
export const snapshotBytesMax = 1024 * 1024 * 1024;
/** Payload bytes of one append; one entry may be larger. */
export const appendBytesMax = 512 * 1024;
/** A larger message between controllers is malformed. */
export const raftMessageBytesMax = 64 * 1024 * 1024;
/** Bytes of one synced slot: within one disk sector, so that a write is never torn. */
export const slotBytesMax = 512;
/** Commands planned and not yet committed, beyond which new ones are throttled. */
export const commandsInFlightMax = 5_000;
/**
 * Record bytes of one command. They are one entry, which travels whole to every controller and
 * broker: one that a message cannot hold would never be committed, by no controller (B23).
 */
export const commandBytesMax = 8 * 1024 * 1024;
/** Record bytes planned and not yet committed, beyond which new commands are throttled. */
export const commandBytesInFlightMax = 16 * 1024 * 1024;
/** A change of voters waits this long for what must come first, such as a node's catching up. */
export const voterChangeWaitMs = 3_000;
/** Between two looks at that. */
export const voterChangeRetryMs = 20;
/** Metadata record bytes in one push to a broker; one entry may be larger. */
export const sessionPushBytesMax = 512 * 1024;
/** Broker sessions of one controller. */
export const sessionsMax = 1_000;
/** Records in one part of a snapshot for a broker; normally about 512 KiB. */
export const snapshotRecordsPerPart = 2_000;
/** With records larger than that a part has fewer; one record may be larger (B23). */
export const snapshotPartBytesMax = 4 * 1024 * 1024;
/** A session timer later than this means that the controller itself was stalled (B40). */
export const stallToleratedMs = 20;
/** How often sessions are looked at, at least: the most that a stall can go unnoticed. */
export const sessionCheckMs = 250;
/** Pause before a broker is fenced again whose fencing did not commit. */
export const fenceRetryMs = 100;
/** From a broken stream, or a takeover, to the first look at a broker's address. */
export const absenceProbeDelayMs = 10;
/** Between two looks, until the broker is back or fenced. */
export const absenceProbeIntervalMs = 100;
