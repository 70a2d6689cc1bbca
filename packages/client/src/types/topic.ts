// Topics as a program names them: by a string, or by a definition that says how keys and values are
// written, from which the types of what is sent and read follow.

/** How one side of a record (key or value) becomes bytes and is made of bytes again. */
export interface Serde<Sent, Received = Sent> {
  /** Throws SerializationError when `value` cannot be written. */
  serialize(value: Sent): Uint8Array | string;
  /** Throws SerializationError when `bytes` are nothing that `serialize` writes. */
  deserialize(bytes: Uint8Array): Received;
}

/** A typed topic: `{ name: "orders", key: string, value: json(Order) } as const`. */
export interface TopicDefinition<
  Key extends Serde<never, unknown> = Serde<never, unknown>,
  Value extends Serde<never, unknown> = Serde<never, unknown>,
> {
  readonly name: string;
  /** Default: bytes. */
  readonly key?: Key;
  /** Default: bytes. */
  readonly value?: Value;
}

/** A topic's name, whose keys and values are bytes, or its definition. */
export type Topic = string | TopicDefinition;

/** What may be sent where no serde is named; text is written as UTF-8. */
export type Bytes = Uint8Array | string;

type SentBy<S> = S extends Serde<infer Sent, unknown> ? Sent : Bytes;
type ReceivedBy<S> = S extends { deserialize(bytes: Uint8Array): infer Received }
  ? Received
  : Uint8Array;
type SideOf<T, Side extends "key" | "value"> = T extends { readonly [S in Side]: infer S }
  ? S
  : undefined;

/** Types of key and value as they are sent to a topic; null is added where records are declared. */
export type SentKey<T extends Topic> = SentBy<SideOf<T, "key">>;
export type SentValue<T extends Topic> = SentBy<SideOf<T, "value">>;
/** Types of key and value as they are read from a topic. */
export type ReceivedKey<T extends Topic> = ReceivedBy<SideOf<T, "key">>;
export type ReceivedValue<T extends Topic> = ReceivedBy<SideOf<T, "value">>;

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}
