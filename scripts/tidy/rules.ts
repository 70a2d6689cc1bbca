// The shape of the house as data. Nothing here can be suppressed in one place only: whoever needs
// another rule changes this table, and with it the drawing in ARCHITECTURE.md.

/**
 * pure:   values in, values out; not even `async`.
 * ported: may wait, but reaches the world only through the ports given to its constructors.
 * edge:   sockets, files, processes, third-party libraries.
 */
export type Purity = "pure" | "ported" | "edge";

export interface PackageRule {
  readonly purity: Purity;
  /** Folders under packages/ whose public entry this package may import; what is absent is not. */
  readonly imports: readonly string[] | "anything";
}

const cores = ["base", "records", "raft", "metadata", "replication", "storage"];

/** One row for each folder of packages/, in the order of the layers. */
export const packageRules: Readonly<Record<string, PackageRule>> = {
  base: { purity: "pure", imports: [] },
  records: { purity: "pure", imports: ["base"] },
  raft: { purity: "pure", imports: ["base"] },
  metadata: { purity: "pure", imports: ["base"] },
  replication: { purity: "pure", imports: ["base"] },
  storage: { purity: "ported", imports: ["base", "records"] },
  controller: { purity: "ported", imports: ["base", "records", "raft", "metadata", "storage"] },
  broker: {
    purity: "ported",
    imports: ["base", "records", "metadata", "replication", "storage"],
  },
  compression: { purity: "edge", imports: ["base", "records"] },
  rpc: { purity: "edge", imports: [] },
  "grpc-listener": { purity: "edge", imports: ["base", "rpc", "broker", "controller", "metadata"] },
  server: {
    purity: "edge",
    imports: [...cores, "compression", "controller", "broker", "rpc", "grpc-listener"],
  },
  client: { purity: "edge", imports: ["base", "records", "compression", "rpc"] },
  testing: { purity: "edge", imports: ["server", "client"] },
  cli: { purity: "edge", imports: ["client", "server", "testing", "records", "storage"] },
  sim: {
    purity: "edge",
    imports: [...cores, "controller", "broker", "rpc", "grpc-listener", "client"],
  },
  chaos: { purity: "edge", imports: ["client", "testing", "sim"] },
  bench: { purity: "edge", imports: "anything" },
};

/** What an example may import: what a user has. */
export const exampleImports: readonly string[] = ["client"];

/** Tests of edge packages and of examples may also start a cluster and check its history. */
export const edgeTestImports: readonly string[] = ["testing", "sim", "client"];

/** A library, or a module of Node, that only some packages may know. */
export interface Confinement {
  readonly module: RegExp;
  readonly only: readonly string[];
  readonly why: string;
}

const processOwners = ["server", "cli", "testing", "chaos", "bench"];

export const confinements: readonly Confinement[] = [
  {
    module: /^(@grpc\/|grpc-|protobufjs|@protobufjs\/)/,
    only: ["rpc", "grpc-listener", "client", "server"],
    why: "only the doors speak gRPC; take the broker's or the SDK's interface instead",
  },
  {
    module: /^(level|classic-level|abstract-level)$/,
    only: ["server"],
    why: "only the composition root picks the key-value store; take the KeyValueStore port",
  },
  {
    module: /^pino$/,
    only: ["server"],
    why: "only the composition root formats logs; take a LogSink",
  },
  {
    module: /^node:(net|tls|dgram|child_process|cluster)$/,
    only: processOwners,
    why: "only the edge of the system opens sockets and starts processes",
  },
];

/** Where the environment may be read: where a process begins. */
export const environmentReaders: readonly string[] = [...processOwners, "client"];

/** A word that must not occur, and what to write instead. */
export interface BannedWord {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** Banned in the code (not the comments) of pure and ported packages. */
export const impureWords: readonly BannedWord[] = [
  { pattern: /\bDate\b/, instead: "take a Clock (packages/base/src/ports.ts)" },
  { pattern: /\bperformance\b/, instead: "take a Clock" },
  { pattern: /\bMath\.random\b/, instead: "take an Rng" },
  { pattern: /\bcrypto\b/, instead: "take an Rng" },
  { pattern: /\b(set|clear)(Timeout|Interval|Immediate)\b/, instead: "take Timers" },
  { pattern: /\bqueueMicrotask\b/, instead: "use Timers.soon()" },
  { pattern: /\bprocess\b\s*[.[]/, instead: "pass the value in; only the edge has a process" },
  { pattern: /\bBuffer\b/, instead: "use Uint8Array and DataView" },
  { pattern: /\bconsole\b/, instead: "return the fact, or give it to a LogSink" },
  { pattern: /\blocaleCompare\b|\bIntl\b|\btoLocale\w+/, instead: "compare with < and >" },
  { pattern: /\b(WeakRef|FinalizationRegistry)\b/, instead: "own the lifetime explicitly" },
];

/** Banned in addition in pure packages. */
export const asyncWords: readonly BannedWord[] = [
  { pattern: /\b(async|await|Promise)\b/, instead: "return what to do; the shell waits" },
];

/** Banned in the code of every file, tests included. */
export const unfinishedCode: readonly BannedWord[] = [
  {
    pattern: /\b(test|it|describe|suite|bench)(\.\w+)*\.only\b/,
    instead: "run one test with `vitest -t NAME`",
  },
  {
    pattern: /\b(test|it|describe|suite|bench)(\.\w+)*\.(skip|todo|fails)\b/,
    instead: "make it pass or delete it; skipIf is allowed",
  },
];

/** Banned everywhere, comments and documents included. */
export const unfinishedText: readonly BannedWord[] = [
  { pattern: /\b(FIXME|TODO|XXX)\b/, instead: "finish it, or open an issue" },
];

export const limits = {
  sourceLines: 500,
  testLines: 800,
  functionLines: 70,
  parameters: 3,
  columns: 100,
  readmeLines: 10,
} as const;

/** Root devDependencies that are run, not imported, and the word that runs them. */
export const commandTools: Readonly<Record<string, string>> = {
  "@biomejs/biome": "biome",
  "@bufbuild/buf": "buf",
  node: "node",
  oxlint: "oxlint",
  "oxlint-tsgolint": "--type-aware",
  "protobufjs-cli": "pbjs",
  typescript: "tsc",
  vitest: "vitest",
};

/** Root devDependencies that the compiler loads by itself. */
export const ambientTypes: readonly string[] = ["@types/node"];
