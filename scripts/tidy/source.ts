// Reads TypeScript as text. TypeScript 7 has no parser to call, and the questions asked here (what
// is imported, how long is a function) need no syntax tree: once comments and the insides of
// strings are blanked out, brackets match and words are code. Positions stay those of the original,
// so what was blanked out can still be read where it stood.

/** One source file; `code` and `comments` are `text` with everything else turned into spaces. */
export interface Source {
  readonly text: string;
  readonly code: string;
  readonly comments: string;
}

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** `import type`: gone at run time. */
  readonly typeOnly: boolean;
}

/** The 1-based line of a position. */
export function lineAt(text: string, position: number): number {
  let line = 1;
  for (let i = text.indexOf("\n"); i >= 0 && i < position; i = text.indexOf("\n", i + 1)) line++;
  return line;
}

/** Separates code from comments; string insides and regular expressions belong to neither. */
export function scan(text: string): Source {
  const code = blank(text);
  const comments = blank(text);
  // Braces still open inside each `${`; empty outside of templates.
  const substitutions: number[] = [];
  let i = 0;

  const copyTo = (target: string[], end: number): void => {
    for (; i < end; i++) target[i] = text.charAt(i);
  };
  const skipQuoted = (start: number, end: number): void => {
    code[start] = text.charAt(start);
    code[end - 1] = text.charAt(end - 1);
    i = end;
  };
  const template = (start: number): void => {
    const end = templateChunkEnd(text, start + 1);
    skipQuoted(start, end);
    if (text.charAt(end - 1) === "{") substitutions.push(0);
  };

  while (i < text.length) {
    const char = text.charAt(i);
    const depth = substitutions.at(-1);
    if (text.startsWith("//", i)) copyTo(comments, endOf(text, "\n", i) - 1);
    else if (text.startsWith("/*", i)) copyTo(comments, endOf(text, "*/", i + 2));
    else if (char === '"' || char === "'") skipQuoted(i, quotedEnd(text, i));
    else if (char === "`") template(i);
    else if (char === "}" && depth === 0) {
      substitutions.pop();
      template(i);
    } else if (char === "/" && startsRegex(code, i)) {
      code[i] = "0"; // an operand, for whoever looks at what stands before
      i = regexEnd(text, i);
    } else {
      if (depth !== undefined && char === "{") substitutions[substitutions.length - 1] = depth + 1;
      if (depth !== undefined && char === "}") substitutions[substitutions.length - 1] = depth - 1;
      copyTo(code, i + 1);
    }
  }
  return { text, code: code.join(""), comments: comments.join("") };
}

// One UTF-16 unit for one unit, so that positions agree.
function blank(text: string): string[] {
  return text.replace(/[^\n]/g, " ").split("");
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length + 1 : found + mark.length;
}

function quotedEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== text[start] && text[i] !== "\n") {
    i += text[i] === "\\" ? 2 : 1;
  }
  return i + 1;
}

// Up to and including the closing backtick or the `${` of the next substitution.
function templateChunkEnd(text: string, start: number): number {
  let i = start;
  while (i < text.length && text[i] !== "`") {
    if (text.startsWith("${", i)) return i + 2;
    i += text[i] === "\\" ? 2 : 1;
  }
  return i + 1;
}

function startsRegex(code: readonly string[], slash: number): boolean {
  const before = code
    .slice(Math.max(0, slash - 20), slash)
    .join("")
    .trimEnd();
  return before === "" || /[(,=:[!&|?{};+\-*%~^<>]$|\b(return|typeof|case|in|of)$/.test(before);
}

function regexEnd(text: string, start: number): number {
  let inClass = false;
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "[") inClass = true;
    else if (text[i] === "]") inClass = false;
    else if (text[i] === "/" && !inClass)
      return i + 1 + (/^[a-z]*/.exec(text.slice(i + 1))?.[0].length ?? 0);
  }
  return text.length;
}

const specifier = `(?<quote>["'])(?<blank> *)\\k<quote>`;
const importForms = [
  `\\b(?:import|export)\\s+(?<type>type\\b)?[\\w*{}\\s,$]*?\\bfrom\\s*${specifier}`,
  `\\bimport\\s*${specifier}`,
  `\\b(?:import|require|resolve)\\s*\\(\\s*${specifier}`,
  `\\bnew URL\\(\\s*${specifier}\\s*,\\s*import\\.meta\\.url`,
].map((form) => new RegExp(form, "dg"));

/** Whatever the file names as another module: imports, re-exports, `import()`, resolved paths. */
export function importsOf({ text, code }: Source): Import[] {
  const found: Import[] = [];
  for (const form of importForms) {
    for (const match of code.matchAll(form)) {
      const [start, end] = match.indices?.groups?.["blank"] ?? [0, 0];
      const typeOnly = match.groups?.["type"] !== undefined;
      found.push({ specifier: text.slice(start, end), line: lineAt(text, start), typeOnly });
    }
  }
  return found;
}
