import { describe, expect, test } from "vitest";
import { Disk } from "../src/disk.ts";

const peer = (nodeId: number): { nodeId: number; directoryId: string } => ({
  nodeId,
  directoryId: `a${nodeId}`,
});

describe("Disk", () => {
  test("a confirmation claims nothing that was cut meanwhile (B9)", () => {
    const disk = new Disk({ term: 1, vote: null });
    const old = disk.handOut({ lastIndex: 10, hardState: false });
    disk.cutTo(7);
    const next = disk.handOut({ lastIndex: 8, hardState: false });
    expect(disk.confirm(old)).toBe(7);
    expect(disk.confirm(next)).toBe(8);
  });

  test("a confirmation covers all units before it, and a repeated one says nothing", () => {
    const disk = new Disk({ term: 1, vote: null });
    disk.handOut({ lastIndex: 3, hardState: false });
    const second = disk.handOut({ lastIndex: 5, hardState: false });
    expect(disk.confirm(second)).toBe(5);
    expect(disk.confirm(1)).toBeNull();
    expect(() => disk.confirm(3)).toThrow(/never handed out/);
  });

  test("messages wait for the newest hard state only", () => {
    const disk = new Disk({ term: 1, vote: null });
    expect(disk.hardStateGate).toBe(0);
    disk.setHardState({ term: 2, vote: peer(1) });
    const gate = disk.handOut({ lastIndex: 0, hardState: true });
    disk.handOut({ lastIndex: 1, hardState: false });
    expect(disk.hardStateGate).toBe(gate);
    disk.confirm(gate);
    expect(disk.hardStateGate).toBe(0);
  });

  test("terms do not fall (I2), and a vote is given once a term (I1)", () => {
    const disk = new Disk({ term: 2, vote: peer(1) });
    expect(() => disk.setHardState({ term: 1, vote: null })).toThrow(/I2/);
    expect(() => disk.setHardState({ term: 2, vote: peer(2) })).toThrow(/I1/);
  });
});
