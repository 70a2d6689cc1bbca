import { processContext } from "./context.ts";
import { run } from "./run.ts";

// Not left to the event loop: after a second Ctrl-C, what the first one left unfinished holds it
// open.
process.exit(await run(process.argv.slice(2), processContext()));
