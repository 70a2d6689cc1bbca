import { lineAt, type Source } from "./source.ts";

export interface FunctionSpan {
  readonly line: number;
  readonly lines: number;
  readonly parameters: number;
  /** A describe block of a test: a chapter, not a function. */
  readonly chapter: boolean;
}

/** Every function with a body: declarations, methods, accessors, arrows. */
export function functionsOf({ text, code }: Source): FunctionSpan[] {
  const pairs = matchBrackets(code);
  const found: FunctionSpan[] = [];
  for (const [open, close] of pairs) {
    if (code[open] !== "(" || isControl(code, open)) continue;
    const end = functionEnd({ code, pairs, from: close + 1 });
    if (end < 0) continue;
    const line = lineAt(text, open);
    found.push({
      line,
      lines: lineAt(text, end) - line + 1,
      parameters: countParameters(code, open, close),
      chapter: /\bdescribe\b[^;{}]*,\s*$/.test(code.slice(Math.max(0, open - 300), open)),
    });
  }
  return found;
}

type Pairs = ReadonlyMap<number, number>;

interface Cursor {
  readonly code: string;
  readonly pairs: Pairs;
  readonly from: number;
}

function matchBrackets(code: string): Pairs {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (let i = 0; i < code.length; i++) {
    if ("([{".includes(code.charAt(i))) open.push(i);
    else if (")]}".includes(code.charAt(i))) pairs.set(open.pop() ?? -1, i);
  }
  return pairs;
}

function isControl(code: string, open: number): boolean {
  return /\b(if|for|while|switch|catch|with|await)\s*$/.test(
    code.slice(Math.max(0, open - 20), open),
  );
}

// Where the function ends whose parameter list ends before `from`; -1 when that is no function.
function functionEnd({ code, pairs, from }: Cursor): number {
  let i = skipSpace(code, from);
  if (code[i] === ":") i = returnTypeEnd({ code, pairs, from: i + 1 });
  if (i < 0) return -1;
  if (code[i] === "{") return pairs.get(i) ?? -1;
  if (!code.startsWith("=>", i)) return -1;
  const body = skipSpace(code, i + 2);
  return code[body] === "{" ? (pairs.get(body) ?? -1) : expressionEnd({ code, pairs, from: body });
}

function skipSpace(code: string, from: number): number {
  let i = from;
  while (/\s/.test(code.charAt(i))) i++;
  return i;
}

function expressionEnd({ code, pairs, from }: Cursor): number {
  let i = from;
  while (i < code.length && !",;)]}".includes(code.charAt(i))) i = (pairs.get(i) ?? i) + 1;
  return i;
}

// Reads a type: operands joined by operators. A `{` or `=>` where an operator should stand is the
// function's body, anything else that is unknown shows that the colon began no return type.
function returnTypeEnd({ code, pairs, from }: Cursor): number {
  let wantsOperand = true;
  let afterGroup = false;
  for (let i = skipSpace(code, from); i < code.length; i = skipSpace(code, i)) {
    const rest = code.slice(i, i + 200);
    const word = /^[\w$]+|^(["'`]).*?\1/.exec(rest)?.[0];
    const close = pairs.get(i);
    if (wantsOperand) {
      const prefix = /^(keyof|typeof|readonly|asserts|unique|new|abstract)\b|^[|&]/.exec(rest)?.[0];
      const operand = close === undefined ? word : code.slice(i, close + 1);
      if (prefix === undefined && operand === undefined) return -1;
      afterGroup = rest.startsWith("(");
      wantsOperand = prefix !== undefined;
      i += (prefix ?? operand ?? "").length;
    } else if (rest.startsWith("{")) return i;
    else if (rest.startsWith("=>") && !afterGroup) return i;
    else if (rest.startsWith("[") && close !== undefined) i = close + 1;
    else if (rest.startsWith("<")) i = genericsEnd(code, i);
    else {
      const operator = /^(=>|[|&.]|is\b|extends\b)/.exec(rest)?.[0];
      if (operator === undefined) return -1;
      wantsOperand = true;
      i += operator.length;
    }
  }
  return -1;
}

function genericsEnd(code: string, open: number): number {
  let depth = 0;
  for (let i = open; i < code.length; i++) {
    if (code[i] === "<") depth++;
    if (code[i] === ">" && code[i - 1] !== "=" && --depth === 0) return i + 1;
  }
  return code.length;
}

function countParameters(code: string, open: number, close: number): number {
  let depth = 0;
  let count = 0;
  let empty = true;
  for (let i = open + 1; i < close; i++) {
    const char = code.charAt(i);
    const generic = char === "<" && /\w/.test(code.charAt(i - 1));
    if ("([{".includes(char) || generic) depth++;
    else if (")]}".includes(char) || (char === ">" && code[i - 1] !== "=" && depth > 0)) depth--;
    if (char === "," && depth === 0) empty = true;
    else if (empty && /\S/.test(char)) {
      count++;
      empty = false;
    }
  }
  return count;
}
