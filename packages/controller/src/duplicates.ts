import type { BrokerImage, Registration } from "@sordini/metadata";

/** Who holds the broker id at present. */
export interface Holder {
  /** As the metadata log knows it. */
  readonly known: BrokerImage | undefined;
  /** Of the session that is open. */
  readonly session: Registration | undefined;
}

/**
 * Why a process may not be this broker, or null. Of two processes of one id one must win for good,
 * or they would fence each other in turns:
 *
 * 1. A process that had a session and finds another incarnation in its place was replaced
 *    (KIP-903).
 * 2. A new process that holds all the directories of the one before has taken over their locks, so
 *    that one is dead, however its stream looks. It is welcome at once.
 * 3. A new process with other directories is a second machine by mistake, or the same one with
 *    a new disk. Nobody can tell, so it waits until the session of the other has ended.
 */
export function whyDuplicate(
  { brokerId, incarnationId, directoryIds, previousBrokerEpoch }: Registration,
  { known, session }: Holder,
): string | null {
  if (
    previousBrokerEpoch >= 0 &&
    known !== undefined &&
    known.incarnationId !== incarnationId &&
    known.brokerEpoch > previousBrokerEpoch
  ) {
    return `a later process has taken the place of this one as broker ${brokerId}`;
  }
  const holder = session ?? (known?.fenced === false ? known : undefined);
  if (holder === undefined || holder.incarnationId === incarnationId) return null;
  if (holder.directoryIds.every((directoryId) => directoryIds.includes(directoryId))) return null;
  return (
    `another process, with other log directories, is broker ${brokerId} and is alive: give ` +
    "this one another node.id, or wait until the session of the other has ended"
  );
}
