import { Prng, shuffled } from "@sordini/base";
import { expect, test } from "vitest";
import { emptyImage, imageToRecords, type MetadataRecord, replay } from "../src/index.ts";
import { uuidOf } from "./world.ts";

test("a snapshot is in order of names, not of hashes, whatever order led to it", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const features = names.map(
    (feature): MetadataRecord => ({ kind: "featureLevel", v: 1, feature, level: 1 }),
  );
  const topics = names.map(
    (name): MetadataRecord => ({
      kind: "topic",
      v: 1,
      topicId: uuidOf(name),
      name,
      internal: false,
    }),
  );
  const configs = names.flatMap((name) =>
    names.map(
      (key): MetadataRecord => ({
        kind: "configSet",
        v: 1,
        resource: { type: "topic", name },
        key,
        value: "1",
      }),
    ),
  );
  const sorted = [...features, ...topics, ...configs];
  for (let seed = 0; seed < 10; seed++) {
    const image = shuffled(new Prng(seed), sorted).reduce(replay, emptyImage);
    expect(imageToRecords(image)).toEqual(sorted);
  }
});
