import { describe, expectTypeOf, test } from "vitest";
import {
  type ConsumedBatch,
  type ConsumedRecord,
  type Consumer,
  json,
  type Producer,
  type StandardSchema,
  string,
} from "../src/index.ts";

interface OrderInput {
  id: string;
  placedAt: string;
}
interface Order {
  id: string;
  placedAt: Date;
}
declare const orderSchema: StandardSchema<OrderInput, Order>;
declare const producer: Producer;
declare const consumer: Consumer;
const orders = { name: "orders", key: string, value: null as unknown as OrderSerde } as const;
type OrderSerde = ReturnType<typeof orderSerde>;
function orderSerde() {
  return json(orderSchema);
}

// Never called: the compiler is the test.
async function typed() {
  const place = await producer.send(orders, { key: "u1", value: { id: "1", placedAt: "today" } });
  expectTypeOf(place.offset).toEqualTypeOf<number>();
  await producer.send(orders, { key: null, value: null });
  // @ts-expect-error an order has an id
  await producer.send(orders, { value: { placedAt: "today" } });
  // @ts-expect-error the key is text
  await producer.send(orders, { key: 7, value: null });
  await producer.send("plain", { key: new Uint8Array(1), value: "text" });
  // @ts-expect-error a plain topic takes bytes and text
  await producer.send("plain", { value: { id: "1" } });

  const both = consumer.subscribe([orders, "plain"]);
  expectTypeOf(both).toEqualTypeOf<
    AsyncIterableIterator<ConsumedRecord<string, Order> | ConsumedRecord>
  >();
  const one = consumer.subscribe([{ topic: orders, partition: 0, from: 5 }]);
  expectTypeOf(one).toEqualTypeOf<AsyncIterableIterator<ConsumedRecord<string, Order>>>();
  const batches = consumer.batches(["plain"]);
  expectTypeOf(batches).toEqualTypeOf<AsyncIterableIterator<ConsumedBatch>>();
  for await (const { value } of one) expectTypeOf(value).toEqualTypeOf<Order | null>();
}

describe("types follow the topic's definition", () => {
  test("on both sides, with null for tombstones", () => {
    expectTypeOf(typed).toBeFunction();
  });
});
