/** Light and dark by the reader's own setting; colours that colour-blind readers can tell apart. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #22262b; --faint: #6b737d; --line: #e4e1dc;
  --good: #1a7f4b; --bad: #c0322b; --fault: #d1495b; --tail: #d1495b55; --rate: #4c78a8;
  --one: #4c78a8; --two: #e3a13c; --three: #5ba67c; --other: #9b6fb0; --none: #c0322b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --card: #1d2126; --ink: #e8e6e1; --faint: #98a1ab; --line: #31363d;
    --good: #57c78a; --bad: #ff7b72; --fault: #ef6f7f; --tail: #ef6f7f55; --rate: #7aa6d6;
    --one: #6f9fd0; --two: #e8b45c; --three: #74bf94; --other: #b795c9; --none: #ff7b72;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 32px 24px 64px; max-width: 1160px;
  background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif;
}
h1 { margin: 0; font-size: 26px; font-weight: 650; letter-spacing: -0.01em; }
h2 { margin: 36px 0 12px; font-size: 17px; font-weight: 650; }
p { margin: 6px 0; color: var(--faint); }
.verdict { margin: 20px 0; font-size: 18px; font-weight: 600; }
.kept { color: var(--good); } .broken { color: var(--bad); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 12px; }
.card { padding: 12px 16px; background: var(--card); border: 1px solid var(--line);
  border-radius: 10px; }
.card b { display: block; font-size: 22px; font-weight: 650; font-variant-numeric: tabular-nums; }
.card span { color: var(--faint); font-size: 13px; }
figure { margin: 14px 0; padding: 14px 16px 8px; background: var(--card);
  border: 1px solid var(--line); border-radius: 10px; }
figcaption { margin-bottom: 8px; font-weight: 600; font-size: 14px; }
svg { display: block; width: 100%; height: auto; }
.hurt { fill: var(--fault); fill-opacity: 0.06; }
.grid { stroke: var(--line); stroke-width: 1; }
.name, .tick { fill: var(--faint); font: 11px system-ui, sans-serif; }
.fault { fill: var(--fault); } .recovery { fill: var(--tail); }
.missed { fill: none; stroke: var(--bad); stroke-dasharray: 3 2; }
.node-1 { fill: var(--one); } .node-2 { fill: var(--two); } .node-3 { fill: var(--three); }
[class^="node-"] { fill-opacity: 0.9; } .leaderless { fill: var(--none); }
.rate { fill: var(--rate); fill-opacity: 0.35; stroke: var(--rate); }
.p50Ms, .p99Ms { fill: none; stroke-width: 1.5; }
.p50Ms { stroke: var(--three); } .p99Ms { stroke: var(--fault); }
.key { display: flex; flex-wrap: wrap; gap: 16px; color: var(--faint); font-size: 13px; }
.key i { display: inline-block; width: 12px; height: 12px; margin-right: 6px; border-radius: 3px;
  vertical-align: -1px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13.5px; }
th { color: var(--faint); font-weight: 500; }
th, td { padding: 6px 10px; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font: 12.5px ui-monospace, monospace; overflow-wrap: anywhere; }
`;
