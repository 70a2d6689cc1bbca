import { isPinned } from "./voters.ts";
import type { Voter } from "./types.ts";

/** How many members must agree: a majority, or all while a directory is unknown (voters.ts). */
export function quorumSize(voters: readonly Voter[]): number {
  return isPinned(voters) ? Math.floor(voters.length / 2) + 1 : voters.length;
}

/**
 * The largest value that a quorum has reached, where `valueOf` says how far each voter is. With
 * synced indexes it is the commit index, with times of contact the last time a quorum was in touch,
 * with echoed rounds the last confirmed one.
 */
export function quorumValue(voters: readonly Voter[], valueOf: (voter: Voter) => number): number {
  const values = voters.map(valueOf).toSorted((a, b) => b - a);
  return values[quorumSize(voters) - 1] as number;
}

/** True when the voters for whom `holds` is true are a quorum. */
export function isQuorum(voters: readonly Voter[], holds: (voter: Voter) => boolean): boolean {
  return voters.filter(holds).length >= quorumSize(voters);
}
