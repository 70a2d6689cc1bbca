// Entry of a server process of its own: what `sordini server` does, without the command line's other
// commands in memory. Used where many processes start, such as `sordini dev` and the tests.
import "./tune-process.ts";
import { parseArgs } from "node:util";
import { runServer } from "./run-server.ts";

const { values } = parseArgs({
  options: { config: { type: "string" }, override: { type: "string", multiple: true } },
});
if (values.config === undefined) {
  process.stderr.write("usage: main.ts --config FILE [--override key=value]...\n");
  process.exit(2);
}
process.exitCode = await runServer({
  configFile: values.config,
  overrides: values.override ?? [],
  environment: process.env,
});
