/** The page's own style: readable in light and dark, on paper, and on a phone, where each row of a table becomes a card. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1c1f23; --soft: #5b636d; --line: #dfe3e8; --band: #f5f6f8; --code: #eef0f3;
  --bad: #a8121c; --bad-band: #fdecec; --warn: #7a4b00; --warn-band: #fff4dc; --good: #10632f; --good-band: #e6f5ea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e6e9ed; --soft: #9aa4b0; --line: #2d333b; --band: #1b1f25; --code: #252b33;
    --bad: #ff9c9c; --bad-band: #3a181b; --warn: #f3c46f; --warn-band: #35280f; --good: #7fd99a; --good-band: #14301d;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 76rem; padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem;
  background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { margin: 0; font-size: 1.05rem; font-weight: 600; color: var(--soft); }
h2 { margin: 2.2rem 0 .6rem; font-size: 1.15rem; }
p { margin: .5rem 0; }
.lead { margin: .2rem 0; font-size: 1.45rem; line-height: 1.3; font-weight: 650; }
p.lead::first-letter { text-transform: uppercase; }
.more { color: var(--soft); }
section.bad > h2 { color: var(--bad); }
section.warn > h2 { color: var(--warn); }
section.bad { border-left: 4px solid var(--bad); padding-left: 1rem; }
a { color: inherit; }
pre { overflow-x: auto; }
code { padding: .05em .3em; border-radius: 4px; background: var(--code); font: .87em/1.4 ui-monospace, monospace; }
mark {
  display: inline-block; padding: .05em .55em; border-radius: 999px; background: var(--code); color: inherit;
  font-size: .85em; font-weight: 600; white-space: nowrap;
}
.bad > td > mark { background: var(--bad-band); color: var(--bad); }
.warn > td > mark { background: var(--warn-band); color: var(--warn); }
.good > td > mark { background: var(--good-band); color: var(--good); }
table { width: 100%; margin: .5rem 0 1rem; border-collapse: collapse; font-size: .94rem; font-variant-numeric: tabular-nums; }
th { padding: .3rem .8rem .3rem 0; color: var(--soft); font-size: .8rem; font-weight: 600; text-align: left; }
td { padding: .45rem .8rem .45rem 0; border-top: 1px solid var(--line); vertical-align: top; }
td:not(.short) { min-width: 14rem; }
th { white-space: nowrap; }
td.short:not(:last-child) { width: 1%; }
td.short { white-space: nowrap; }
ul { margin: .4rem 0; padding-left: 1.2rem; }
details { margin: .5rem 0; border: 1px solid var(--line); border-radius: 8px; background: var(--band); }
summary { padding: .5rem .9rem; cursor: pointer; font-weight: 600; }
details > :not(summary) { margin-left: .9rem; margin-right: .9rem; width: auto; }
details > table { width: calc(100% - 1.8rem); }
@media (max-width: 44rem) {
  .lead { font-size: 1.2rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; width: 100%; }
  td.short:not(:last-child) { width: 100%; }
  details > table { width: auto; }
  tr { padding: .55rem 0; border-top: 1px solid var(--line); }
  td, td.short, td:not(.short) { min-width: 0; padding: .1rem 0; border: 0; white-space: normal; }
  td:empty { display: none; }
  td[data-label]::before { content: attr(data-label) " "; color: var(--soft); font-size: .8rem; }
}
@media print { details { break-inside: avoid; } body { max-width: none; } }
`;
