// What bin/server.js runs, a server process of its own: the same as `sordini server` without the
// other commands in memory. Used where many processes start, such as `sordini dev` and the tests.
import type { Socket } from "node:net";
import { parseArgs } from "node:util";
import { runServer } from "./run-server.ts";

const { values } = parseArgs({
  options: {
    config: { type: "string" },
    override: { type: "string", multiple: true },
    "end-with-stdin": { type: "boolean" },
  },
});
if (values.config === undefined) {
  process.stderr.write(
    "usage: server.js --config FILE [--override key=value]... [--end-with-stdin]\n",
  );
  process.exit(2);
}
// Whoever holds our standard input is gone, perhaps killed: a test's server must not outlive it.
if (values["end-with-stdin"] === true) {
  const stdin = process.stdin as Socket;
  stdin.resume();
  stdin.unref();
  stdin.once("close", () => process.exit(1));
}
const exitCode = await runServer({
  configFile: values.config,
  overrides: values.override ?? [],
  environment: process.env,
});
process.exit(exitCode); // after a failed start, what was opened would keep the process alive
