/**
 * A decoded message as it is at run time: protobufjs declares every field optional, though its
 * classes give absent scalars, lists and maps their default and absent messages null. The defaults
 * are inherited, not own properties: read fields by name, never spread such a message.
 */
export type Complete<T> = T extends Uint8Array
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Complete<Item>[]
    : T extends object
      ? string extends keyof T
        ? T
        : { readonly [K in keyof T as K extends "$unknowns" ? never : K]-?: CompleteField<T[K]> }
      : T;

type CompleteField<T> =
  NonNullable<T> extends Uint8Array | readonly unknown[] | string | number | boolean
    ? Complete<NonNullable<T>>
    : string extends keyof NonNullable<T>
      ? NonNullable<T>
      : Complete<NonNullable<T>> | null;

/** What `decodeAs` and the services need of a generated message class. */
export interface MessageClass<Properties> {
  encode(message: Properties): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Properties;
}

/** Decodes one message. Throws an Error that says where the bytes leave the format. */
export function decodeAs<Properties>(
  message: MessageClass<Properties>,
  bytes: Uint8Array,
): Complete<Properties> {
  return message.decode(bytes) as Complete<Properties>;
}
