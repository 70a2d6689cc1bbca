#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Before anything else is loaded: with the cache warm, a command starts in a third of the time.
enableCompileCache();
await import("../src/main.ts");
