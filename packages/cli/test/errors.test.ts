import { ConnectionError, SordiniError } from "@sordini/client";
import { CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { Exit, explain, oneLine, UserError } from "../src/errors.ts";

function explained(error: unknown) {
  return explain(error, { debug: false });
}

describe("what an error means", () => {
  test("a user's mistake is one line and 1", () => {
    expect(explained(new UserError("port 1 is taken"))).toEqual({
      exitCode: 1,
      text: "sordini: port 1 is taken",
    });
  });

  test("an error of the SDK brings a hint where there is one", () => {
    expect(explained(new ConnectionError("no broker at 127.0.0.1:9092")).text).toBe(
      "sordini: no broker at 127.0.0.1:9092 " +
        "(set -b HOST:PORT or SORDINI_BOOTSTRAP; `sordini dev` starts a cluster)",
    );
    expect(explained(new SordiniError("INVALID_CONFIG", "x must be y")).text).toBe(
      "sordini: x must be y",
    );
  });

  test("an error of the system speaks for itself", () => {
    const error = Object.assign(new Error("ENOENT: no such file, open 'x'"), { syscall: "open" });
    expect(explained(error)).toEqual({ exitCode: 1, text: `sordini: ${error.message}` });
  });

  test("our own mistake is called one", () => {
    expect(explained(new TypeError("x is undefined")).text).toBe(
      "sordini: unexpected: x is undefined (a bug; --debug shows where)",
    );
    expect(explained("a string").text).toBe("sordini: unexpected: a string");
  });

  test("the stack is shown with --debug only", () => {
    const error = new UserError("wrong");
    expect(explain(error, { debug: true }).text).toContain("errors.test.ts");
    expect(explained(error).text).not.toContain("errors.test.ts");
  });

  test("usage is 2, help is 0, Exit is what it says; all have said enough", () => {
    const usage = new CommanderError(1, "commander.unknownOption", "unknown option");
    const help = new CommanderError(0, "commander.helpDisplayed", "(outputHelp)");
    expect(explained(usage)).toEqual({ exitCode: 2, text: null });
    expect(explained(help)).toEqual({ exitCode: 0, text: null });
    expect(explained(new Exit(130))).toEqual({ exitCode: 130, text: null });
  });
});

test("messages are one line without control codes", () => {
  expect(oneLine("a\n\tb\u001b[31m c\u0000")).toBe("a b [31m c");
});
