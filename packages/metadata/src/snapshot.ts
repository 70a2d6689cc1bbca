import { brokersOf, compareText, type Image, partitionsOf, topicsOf } from "./image.ts";
import type { MetadataRecord } from "./records.ts";

/**
 * The records that lead from `emptyImage` to `image`. Canonical: equal images give equal records in
 * the same order, whatever history led to them. Any prefix can be replayed, so a snapshot may be
 * cut into parts anywhere; only all parts together are the image (B25).
 */
export function imageToRecords(image: Image): readonly MetadataRecord[] {
  return [
    ...featureRecords(image),
    ...brokerRecords(image),
    ...topicRecords(image),
    ...configRecords(image),
    ...producerIdRecords(image),
  ];
}

function featureRecords(image: Image): readonly MetadataRecord[] {
  return [...image.features]
    .sort((a, b) => compareText(a[0], b[0]))
    .map(([feature, level]) => ({ kind: "featureLevel", v: 1, feature, level }));
}

function brokerRecords(image: Image): readonly MetadataRecord[] {
  const { lastBrokerEpoch } = image;
  const brokers = brokersOf(image).map(
    (broker): MetadataRecord => ({ kind: "brokerRegistered", v: 1, ...broker }),
  );
  return lastBrokerEpoch === 0
    ? brokers
    : [...brokers, { kind: "brokerEpochGiven", v: 1, lastBrokerEpoch }];
}

function topicRecords(image: Image): readonly MetadataRecord[] {
  return topicsOf(image).flatMap((topic): MetadataRecord[] => {
    const { topicId, name, internal } = topic;
    const partitions = partitionsOf(topic).map(
      (state): MetadataRecord => ({ kind: "partition", v: 1, ...state }),
    );
    return [{ kind: "topic", v: 1, topicId, name, internal }, ...partitions];
  });
}

function configRecords(image: Image): readonly MetadataRecord[] {
  return [...image.configs]
    .sort((a, b) => compareText(a[0], b[0]))
    .flatMap(([, { resource, values }]) =>
      [...values]
        .sort((a, b) => compareText(a[0], b[0]))
        .map(([key, value]): MetadataRecord => ({ kind: "configSet", v: 1, resource, key, value })),
    );
}

function producerIdRecords({ nextProducerId }: Image): readonly MetadataRecord[] {
  return nextProducerId === 0 ? [] : [{ kind: "producerIdsGiven", v: 1, nextProducerId }];
}
