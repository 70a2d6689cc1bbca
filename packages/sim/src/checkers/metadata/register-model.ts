import type { Model, Operation } from "./linearizable.ts";

// One setting of a broker or of the cluster: a register that is written and read (I12).

export type RegisterCall =
  | { readonly kind: "write"; readonly key: string; readonly value: string | null }
  | { readonly kind: "read"; readonly key: string };

/** Of a read, what it saw; of a write, what it wrote. Null: not set. */
export type RegisterAnswer = string | null;

export type RegisterOperation = Operation<RegisterCall, RegisterAnswer>;

export const registerModel: Model<string | null, RegisterCall, RegisterAnswer> = {
  initial: null,
  step(state, call, answer) {
    if (call.kind === "write") return call.value;
    return answer === undefined || answer === state ? state : undefined;
  },
  keyOf: (state) => JSON.stringify(state),
};
