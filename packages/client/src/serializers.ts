import { utf8Decode } from "@sordini/base";
import { SerializationError } from "./errors.ts";
import type { Serde } from "./types/topic.ts";

/** UTF-8 text. */
export const string: Serde<string> = {
  serialize: (value) => value,
  deserialize: (bytes) => utf8Decode(bytes),
};

/** Bytes as they are; what is read is a view into its batch. */
export const bytes: Serde<Uint8Array> = {
  serialize: (value) => value,
  deserialize: (value) => value,
};

/** Any JSON value, unchecked. */
export function json<T = unknown>(): Serde<T>;
/**
 * JSON that follows a Standard Schema (zod, valibot, ArkType, ...). It is checked when it is sent,
 * and checked and transformed when it is read, so what is sent has the schema's input type and what
 * is read its output type. The schema must validate synchronously.
 */
export function json<S extends StandardSchema>(schema: S): Serde<InputOf<S>, OutputOf<S>>;
export function json(schema?: StandardSchema): Serde<unknown> {
  if (schema === undefined) return { serialize: toJson, deserialize: fromJson };
  return {
    serialize: (value) => {
      check(schema, value);
      return toJson(value);
    },
    deserialize: (value) => check(schema, fromJson(value)),
  };
}

/** The part of the Standard Schema interface, version 1, that is used here. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

type TypesOf<S extends StandardSchema> = NonNullable<S["~standard"]["types"]>;
type InputOf<S extends StandardSchema> = TypesOf<S>["input"];
type OutputOf<S extends StandardSchema> = TypesOf<S>["output"];

function toJson(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text !== undefined) return text;
  throw new SerializationError(`${typeof value} is not a JSON value`);
}

function fromJson(value: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Decode(value));
  } catch (error) {
    throw new SerializationError(`not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function check(schema: StandardSchema, value: unknown): unknown {
  const result = schema["~standard"].validate(value);
  if (result instanceof Promise) {
    result.catch(() => {}); // its outcome comes too late to matter
    throw new SerializationError(
      "the schema validates asynchronously; a serde must be synchronous",
    );
  }
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map(describeIssue).join("; ");
  throw new SerializationError(`does not follow its schema: ${issues}`);
}

function describeIssue({ message, path }: SchemaIssue): string {
  if (path === undefined || path.length === 0) return message;
  const keys = path.map((segment) => String(typeof segment === "object" ? segment.key : segment));
  return `${keys.join(".")}: ${message}`;
}
