// The receiving thread of the loopback calibration: reads all that comes on one connection into one
// buffer, and closes when the other side has closed.

import net from "node:net";
import { workerData } from "node:worker_threads";

const onread = { buffer: new Uint8Array(256 << 10), callback: () => true };
net.connect({ host: "127.0.0.1", port: workerData as number, onread });
