import type { Index, Voter, VotersAt } from "@sordini/raft";
import { InvariantViolation } from "../cluster-view.ts";
import type { CommittedLog } from "./committed-log.ts";
import type { ControllerLook, RaftRule } from "./controller-look.ts";
import { peerName } from "./peer-name.ts";

/**
 * I10: voter sets change by one member at a time, the next only after the one before is committed
 * and the leader has committed an entry of its own term; the set in force is the last one in the
 * log, so that truncation rolls it back. Catches two disjoint majorities (B2), a set that outlives
 * its entry (B13), and two stacked ones of which only one is rolled back (B14).
 */
export class VoterSets implements RaftRule {
  readonly #committed: CommittedLog;
  /** By controller: the indexes of `voters` entries in its log, as the entries say. */
  readonly #indexes = new Map<string, Index[]>();

  constructor(committed: CommittedLog) {
    this.#committed = committed;
  }

  look(look: ControllerLook): void {
    const { name, core, before, change } = look;
    const isUnchanged = change.cutFrom === null && change.added.length === 0;
    if (before !== null && isUnchanged && before.base === look.log.base) return;
    const { entries } = core.log.voters;
    this.#areInLog(look);
    const open = entries.filter(({ index }) => index > this.#committed.end);
    if (open.length > 1) {
      const at = open.map(({ index }) => index).join(" and ");
      throw new InvariantViolation("I10", `${name} has uncommitted voter sets at ${at}`);
    }
    for (const [i, next] of entries.entries()) {
      const previous = entries[i - 1];
      if (previous !== undefined) changesOneMember(name, previous, next);
    }
    const { role } = core;
    if (role.kind !== "leader" || role.ready) return;
    const newest = entries.at(-1) as VotersAt;
    if (newest.index <= role.termStart) return;
    const text = `leader ${name} changes the voters at ${newest.index} before its own term's entry`;
    throw new InvariantViolation("I10", `${text} is committed`);
  }

  #areInLog({ name, core, log, before, change }: ControllerLook): void {
    const known = before === null ? [] : (this.#indexes.get(name) ?? []);
    const kept = known.filter(
      (index) => index > log.base && (change.cutFrom === null || index < change.cutFrom),
    );
    const added = change.added.filter(({ body }) => body.kind === "voters");
    const indexes = [...kept, ...added.map(({ index }) => index)];
    this.#indexes.set(name, indexes);
    const believed = core.log.voters.entries.filter(({ index }) => index > log.base);
    if (believed.map(({ index }) => index).join() === indexes.join()) return;
    const [has, believes] = [indexes, believed.map(({ index }) => index)].map(
      (list) => list.join(", ") || "none",
    );
    const text = `${name} believes in voter sets at ${believes}, its log has ${has}`;
    throw new InvariantViolation("I10", text);
  }
}

/** The configured set, without directories, is no entry: the log's first set replaces it (I14). */
function changesOneMember(name: string, previous: VotersAt, next: VotersAt): void {
  if (previous.voters.some(({ directoryId }) => directoryId === null)) return;
  const left = previous.voters.filter((voter) => !isNamed(next.voters, voter));
  const joined = next.voters.filter((voter) => !isNamed(previous.voters, voter));
  if (left.length + joined.length <= 1) return;
  const text = `at ${name}, ${textOf(previous.voters)} becomes ${textOf(next.voters)} at once`;
  throw new InvariantViolation("I10", text);
}

function isNamed(voters: readonly Voter[], { nodeId, directoryId }: Voter): boolean {
  return voters.some((voter) => voter.nodeId === nodeId && voter.directoryId === directoryId);
}

function textOf(voters: readonly Voter[]): string {
  return `{${voters.map(peerName).join(", ")}}`;
}
