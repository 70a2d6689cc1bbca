import { failure, Prng } from "@sordini/base";
import type { Command, CommandReply, Redirect } from "@sordini/metadata";
import { describe, expect, test } from "vitest";
import { ActiveController } from "../src/active-controller.ts";
import { ControllerClient } from "../src/controller-client.ts";
import type { Peers } from "../src/ports.ts";
import { VirtualTime } from "./virtual-time.ts";

const create: Command = { kind: "createTopics", topics: [], validateOnly: false };
const ids: Command = { kind: "allocateProducerIds", brokerId: 1, brokerEpoch: 1 };
const created: CommandReply = { kind: "createTopics", topics: [] };
const block: CommandReply = { kind: "allocateProducerIds", firstProducerId: 0, count: 10 };

const notController = (controllerId = -1): Redirect => ({
  ...failure("NOT_CONTROLLER", "another one is active"),
  controllerId,
});
const lost: Redirect = { ...failure("REQUEST_TIMED_OUT", "no answer"), controllerId: -1 };
const unreachable: Redirect = { ...failure("BROKER_NOT_AVAILABLE", "refused"), controllerId: -1 };

/**
 * Submits `command` to controllers 1, 2, 3 that answer as scripted, in the order of being asked.
 */
async function ask(command: Command, answers: readonly (CommandReply | Redirect)[]) {
  const time = new VirtualTime();
  const asked: number[] = [];
  const peers = {
    submit: (node: number) => {
      asked.push(node);
      return Promise.resolve(answers[Math.min(asked.length, answers.length) - 1]);
    },
  } as unknown as Peers;
  const active = new ActiveController([1, 2, 3]);
  const rng = new Prng(1);
  const client = new ControllerClient({ peers, active, clock: time, timers: time, rng });
  let reply: object | undefined;
  void client.submit(command, 1000).then((settled) => (reply = settled));
  await time.advance(2000);
  return { asked, reply, known: active.known };
}

describe("a command", () => {
  test("goes to the controller that a redirect names", async () => {
    const { asked, reply, known } = await ask(create, [notController(3), created]);
    expect([asked, reply, known]).toEqual([[1, 3], created, 3]);
  });

  test("goes round while nobody is active or can be reached", async () => {
    const { asked, reply } = await ask(create, [
      notController(),
      unreachable,
      unreachable,
      created,
    ]);
    expect([asked, reply]).toEqual([[1, 2, 3, 1], created]);
  });

  test("is not sent twice when the first may have been carried out", async () => {
    const { asked, reply } = await ask(create, [lost, created]);
    expect([asked, reply]).toEqual([[1], lost]);
  });

  test("about an ISR least of all: a second copy's refusal says little (B35)", async () => {
    const propose: Command = { kind: "alterPartition", brokerId: 1, brokerEpoch: 1, changes: [] };
    const refused: CommandReply = { kind: "alterPartition", results: [] };
    const { asked, reply } = await ask(propose, [lost, refused]);
    expect([asked, reply]).toEqual([[1], lost]);
  });

  test("is not sent twice when a late copy may undo what another changed (I12)", async () => {
    const alter: Command = { kind: "alterConfigs", changes: [], validateOnly: false };
    const elect: Command = { kind: "electLeaders", election: "unclean", partitions: null };
    expect((await ask(alter, [lost, created])).asked).toEqual([1]);
    expect((await ask(elect, [lost, created])).asked).toEqual([1]);
  });

  test("is sent again when a copy takes nothing from anybody", async () => {
    const { asked, reply } = await ask(ids, [lost, block]);
    expect([asked, reply]).toEqual([[1, 2], block]);
  });

  test("ends when its time is over, and says why", async () => {
    const { reply } = await ask(create, [unreachable]);
    expect(reply).toMatchObject({ error: "REQUEST_TIMED_OUT" });
    expect(reply).toHaveProperty("message", expect.stringContaining("refused"));
  });
});
