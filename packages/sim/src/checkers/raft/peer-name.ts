import { isSame, type Voter } from "@sordini/raft";
import type { ClusterView, DurableRaft } from "../cluster-view.ts";

/** A controller is its node id and its directory (I14): ghost state is kept under both. */
export function peerName({ nodeId, directoryId }: Voter): string {
  return `${nodeId}:${directoryId}`;
}

/** The disk of a voter; undefined once that directory is lost. */
export function diskOf(cluster: ClusterView, voter: Voter): DurableRaft | undefined {
  for (const disk of cluster.durableRafts()) {
    if (isSame(voter, disk.peer)) return disk;
  }
  return undefined;
}
