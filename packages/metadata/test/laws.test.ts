import { isFailure, Prng } from "@sordini/base";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyBatch,
  type CommandKind,
  decodeRecords,
  deltaBetween,
  emptyImage,
  encodeRecords,
  imageToRecords,
  type MetadataRecord,
  plan,
  replay,
} from "../src/index.ts";
import { contextWith, history } from "./histories.ts";
import { checkImage, checkStep } from "./invariants.ts";

const runs = { numRuns: 150 };

describe("laws, over random histories", () => {
  test("every image keeps the invariants, and every step", () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { before, after } of steps) {
          checkImage(after);
          checkStep(before, after);
        }
      }),
      runs,
    );
  });

  test("image -> records -> image is the identity after every record", () => {
    fc.assert(
      fc.property(history, (steps) => {
        let image = steps[0]?.before ?? emptyImage;
        for (const record of steps.flatMap((step) => step.records)) {
          image = replay(image, record);
          const snapshot = imageToRecords(image);
          const restored = snapshot.reduce(replay, emptyImage);
          expect(imageToRecords(restored)).toEqual(snapshot);
          expect(restored).toEqual(image);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("a snapshot has the same bytes whatever history led to it", () => {
    fc.assert(
      fc.property(history, (steps) => {
        const image = steps.at(-1)?.after ?? emptyImage;
        const bytes = encodeRecords(imageToRecords(image));
        const restored = decodeRecords(bytes).reduce(replay, emptyImage);
        expect(encodeRecords(imageToRecords(restored))).toEqual(bytes);
      }),
      runs,
    );
  });

  test("the delta of a batch is what comparing the whole images finds", () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const { before, after, records } of steps) {
          const applied = applyBatch(before, records);
          expect(applied.image).toEqual(after);
          expect(applied.delta).toEqual(deltaBetween({ before, after }));
        }
        const before = steps[0]?.before ?? emptyImage;
        const all = applyBatch(
          before,
          steps.flatMap((step) => step.records),
        );
        expect(all.delta).toEqual(deltaBetween({ before, after: all.image }));
      }),
      runs,
    );
  });

  test("topic ids and broker epochs are never given twice, nor producer ids (I29, I46)", () => {
    fc.assert(
      fc.property(history, (steps) => {
        const given = steps.flatMap((step) => step.records).flatMap(whatIsGiven);
        expect(new Set(given).size).toBe(given.length);
      }),
      runs,
    );
  });

  test("a command that comes again, since its answer was lost, changes nothing (B35)", () => {
    const repeatable: ReadonlySet<CommandKind> = new Set([
      "registerBroker",
      "unfenceBroker",
      "fenceBroker",
      "shutDownBroker",
      "alterPartition",
      "alterConfigs",
    ] as const);
    fc.assert(
      fc.property(history, (steps) => {
        for (const { after, command } of steps.filter((step) =>
          repeatable.has(step.command.kind),
        )) {
          const again = plan(after, command, contextWith(new Prng(0)));
          expect(isFailure(again) ? again : again.records).toEqual([]);
        }
      }),
      runs,
    );
  });

  test("the histories reach what the laws are about", () => {
    const seen = new Map<string, number>();
    for (const steps of fc.sample(history, { numRuns: 100, seed: 1 })) {
      for (const record of steps.flatMap((step) => step.records)) {
        const key = record.kind === "partitionChanged" && record.leader < 0 ? "dead" : record.kind;
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
    }
    const kinds = ["partitionChanged", "dead", "topicRemoved", "brokerUnregistered", "configSet"];
    expect(kinds.filter((kind) => (seen.get(kind) ?? 0) < 20)).toEqual([]);
  });
});

function whatIsGiven(record: MetadataRecord): readonly string[] {
  switch (record.kind) {
    case "topic":
      return [`topic ${record.topicId}`];
    case "brokerRegistered":
      return [`broker epoch ${record.brokerEpoch}`];
    case "producerIdsGiven":
      return [`producer ids below ${record.nextProducerId}`];
    default:
      return [];
  }
}
