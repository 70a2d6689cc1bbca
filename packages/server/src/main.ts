// Entry of a server process of its own: what `sordini server` does, without the command line's other
// commands in memory. Used where many processes start, such as `sordini dev` and the tests.
import { parseArgs } from "node:util";
import { tuneProcess } from "./tune-process.ts";

tuneProcess();
const { values } = parseArgs({
  options: { config: { type: "string" }, override: { type: "string", multiple: true } },
});
if (values.config === undefined) {
  process.stderr.write("usage: main.ts --config FILE [--override key=value]...\n");
  process.exit(2);
}
// Loaded only now, so that the compile cache is on for all of it.
const { runServer } = await import("./run-server.ts");
process.exitCode = await runServer({
  configFile: values.config,
  overrides: values.override ?? [],
  environment: process.env,
});
