import protobuf from "protobufjs/minimal.js";

// protobufjs decodes 64-bit fields to Long objects wherever the `long` package happens to be
// installed, whatever the declarations say. Offsets are numbers here (docs/adr/0003), so this runs
// before the generated code is loaded. Our protobufjs 8 is not the one that grpc-js loads.
protobuf.util.Long = undefined as unknown as typeof protobuf.util.Long;
protobuf.configure();
