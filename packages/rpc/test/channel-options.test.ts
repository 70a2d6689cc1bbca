import { promises as dns } from "node:dns";
import { Client, credentials } from "@grpc/grpc-js";
import { expect, test, vi } from "vitest";
import { channelOptions } from "../src/index.ts";

// A container that is restarted often has another address under the same name.
test("the name of a node that cannot be reached is looked up again soon", async () => {
  const nobodyListens = [{ address: "127.0.0.1", family: 4 }];
  const lookup = vi.spyOn(dns, "lookup").mockImplementation(async () => nobodyListens as never);
  const client = new Client("moving.test:1", credentials.createInsecure(), channelOptions);
  try {
    const asMuchAsItLikes = Date.now() + 5_000;
    client.waitForReady(asMuchAsItLikes, () => undefined);
    await vi.waitFor(() => expect(lookup.mock.calls.length).toBeGreaterThan(1), 4_000);
  } finally {
    client.close();
    lookup.mockRestore();
  }
});
