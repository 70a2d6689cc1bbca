// Generates packages/rpc/src/generated from proto/. `npm run gen` writes; the drift test in
// packages/rpc calls `generate` into a temporary folder and compares.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const protoFiles = [
  "sordini/client/v1/client.proto",
  "sordini/admin/v1/admin.proto",
  "sordini/peer/v1/peer.proto",
  "grpc/health/v1/health.proto",
] as const;

/** Writes rpc.js and rpc.d.ts, protobufjs static code for every message, into `folder`. */
export function generate(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const out = join(folder, "rpc.js");
  // The types are made from the comments, so the declarations come from a run that keeps them; the
  // code itself is loaded at every start and goes without.
  runPbjs(out, ["--dts"]);
  runPbjs(out, ["--no-comments"]);
  // For reflection: the schemas as data, so that a package that is installed alone has them too.
  execFileSync(
    join(root, "node_modules/.bin/buf"),
    ["build", join(root, "proto"), "-o", join(folder, "descriptors.binpb")],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  for (const file of [out, join(folder, "rpc.d.ts")]) {
    const banner = "// Generated from proto/ by `npm run gen`; not edited by hand.\n";
    writeFileSync(file, banner + readFileSync(file, "utf8"));
  }
}

function runPbjs(out: string, options: readonly string[]): void {
  execFileSync(
    process.execPath,
    [
      join(root, "node_modules/protobufjs-cli/bin/pbjs"),
      ...["-t", "static-module", "-w", "esm", "--force-number", "-r", "sordini"],
      ...["--dependency", "protobufjs/minimal.js"],
      ...["--no-delimited", "--no-typeurl", "--no-verify", "--no-convert", "--no-service"],
      ...["-p", join(root, "proto"), "-o", out],
      ...options,
      ...protoFiles,
    ],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  generate(join(root, "packages/rpc/src/generated"));
}
