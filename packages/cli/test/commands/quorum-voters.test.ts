import { type Admin, type QuorumReplica, type QuorumVoter, SordiniError } from "@sordini/client";
import { describe, expect, test } from "vitest";
import { type Ran, runIn } from "../support/console.ts";
import { FakeClient } from "../support/fake-client.ts";

const replica = (nodeId: number, directoryId: string): QuorumReplica => ({
  ...{ nodeId, directoryId, logEndOffset: 9, lastContactMs: 0, lastCaughtUpMs: 0 },
});

const quorum = {
  leaderId: 1,
  leaderEpoch: 3,
  highWatermark: 9,
  voters: [replica(1, "one"), replica(2, "two"), replica(3, "old")],
  observers: [replica(3, "new"), replica(4, "four")],
};

/** Runs a command; returns which change was asked for. */
async function run(...commandLine: string[]): Promise<Ran & { asked: QuorumVoter | null }> {
  let asked: QuorumVoter | null = null;
  const change = (voter: QuorumVoter) => {
    asked = voter;
    return Promise.resolve([{ nodeId: 1, directoryId: "one" }, voter]);
  };
  const admin: Partial<Admin> = {
    describeQuorum: () => Promise.resolve(quorum),
    addQuorumVoter: change,
    removeQuorumVoter: change,
  };
  const ran = await runIn({ client: new FakeClient({ admin }) }, ["quorum", ...commandLine]);
  return { ...ran, asked };
}

describe("sordini quorum add", () => {
  test("finds the directory of an observer", async () => {
    const { asked, stdout, exitCode } = await run("add", "3");
    expect(asked).toEqual({ nodeId: 3, directoryId: "new" });
    expect(stdout).toBe("added voter 3 with directory new; the voters are 1, 3\n");
    expect(exitCode).toBe(0);
  });

  test("takes a directory by name", async () => {
    const { asked } = await run("add", "5", "--directory", "five");
    expect(asked).toEqual({ nodeId: 5, directoryId: "five" });
  });

  test("says what is wrong with a node that does not observe", async () => {
    const stranger = await run("add", "5");
    expect(stranger.stderr).toContain("controller 5 is not among the observers (3, 4). Start it");
    const voter = await run("add", "2");
    expect(voter.stderr).toContain("controller 2 is a voter already");
    expect([stranger.exitCode, voter.exitCode, voter.asked]).toEqual([1, 1, null]);
  });

  test("says what the cluster says", async () => {
    const addQuorumVoter = () =>
      Promise.reject(new SordiniError("DUPLICATE_VOTER", "controller 4 is a voter already"));
    const admin = { describeQuorum: () => Promise.resolve(quorum), addQuorumVoter };
    const client = new FakeClient({ admin });
    const { stderr, exitCode } = await runIn({ client }, ["quorum", "add", "4"]);
    expect(stderr).toContain("controller 4 is a voter already");
    expect(exitCode).toBe(1);
  });
});

describe("sordini quorum remove", () => {
  test("finds the directory of a voter, not of an observer", async () => {
    const { asked, stdout } = await run("remove", "3");
    expect(asked).toEqual({ nodeId: 3, directoryId: "old" });
    expect(stdout).toContain("removed voter 3 with directory old; the voters are ");
  });

  test("says who votes", async () => {
    const { stderr, exitCode, asked } = await run("remove", "4");
    expect(stderr).toContain("controller 4 is not one of the voters (1, 2, 3)");
    expect([exitCode, asked]).toEqual([1, null]);
  });

  test("wants a node", async () => {
    const { exitCode, stderr } = await run("remove", "three");
    expect(stderr).toContain("Expected a whole number");
    expect(exitCode).toBe(2);
  });
});
