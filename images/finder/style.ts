/**
 * The style of all pages: light and dark, on paper, and on a phone, where each row of a table becomes a card. Colours keep the
 * contrast of WCAG AA in both modes, and no state is shown by colour alone.
 */
export const style = `:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1d1f24; --soft: #575d68; --line: #e2e4e9; --band: #f6f6f8; --code: #f1f2f5;
  --debian: #a80030; --link: #8f0a35; --mid: #d58aa0; --pale: #c9ccd3;
  --good: #0e6130; --good-band: #e5f4ea; --warn: #7a4a00; --warn-band: #fdf1d8; --bad: #a3101c; --bad-band: #fdebec;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131519; --ink: #e7e9ee; --soft: #a1a8b4; --line: #2b2f37; --band: #1a1d22; --code: #22262d;
    --debian: #ff7a9c; --link: #ff9db5; --mid: #93455c; --pale: #4a505b;
    --good: #7fd99c; --good-band: #12301d; --warn: #f2c572; --warn-band: #33270e; --bad: #ff9a9f; --bad-band: #39171a;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: none; text-size-adjust: none; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere;
}
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem); }
header { padding-top: 1.1rem; }
nav ol { display: flex; flex-wrap: wrap; gap: .2rem 0; margin: 0; padding: 0; list-style: none; font-size: .95rem; }
nav li + li::before { content: "/"; padding: 0 .55rem; color: var(--soft); }
nav a { color: var(--soft); text-decoration: none; }
nav a:hover { color: var(--ink); text-decoration: underline; }
nav b { color: var(--debian); font-weight: 650; }
h1 { margin: 1.9rem 0 .5rem; font-size: clamp(1.45rem, 4.4vw, 2.1rem); line-height: 1.2; font-weight: 680; letter-spacing: -.015em; text-wrap: balance; }
h2 { margin: 2.6rem 0 .5rem; font-size: 1.22rem; line-height: 1.3; font-weight: 650; letter-spacing: -.005em; }
h3 { margin: 1.6rem 0 .4rem; font-size: 1rem; font-weight: 650; }
p { margin: .5rem 0; max-width: 44rem; }
.lead, .state { font-size: 1.1rem; }
.note { padding: .6rem .9rem; border-left: 3px solid var(--warn); background: var(--warn-band); border-radius: 0 6px 6px 0; }
.note.bad { border-color: var(--bad); background: var(--bad-band); }
a { color: var(--link); text-underline-offset: .17em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--debian); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; padding: .4rem .8rem; background: var(--paper); z-index: 1; }
ul { margin: .5rem 0; padding-left: 1.15rem; }
li { margin: .15rem 0; }
time, .short, .number, .id { font-variant-numeric: tabular-nums; }
time, .short, .number { white-space: nowrap; }
code { font: .86em/1.5 ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Consolas, monospace; }
.id { overflow-wrap: anywhere; -webkit-user-select: all; user-select: all; }
.choices { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: .9rem; margin: 1rem 0; padding: 0; list-style: none; }
.choices li { margin: 0; padding: 1rem 1.15rem 1.05rem; border: 1px solid var(--line); border-radius: 10px; background: var(--band); }
.choices h2 { margin: 0 0 .45rem; font-size: 1.02rem; }
.choices p { margin: .35rem 0 0; color: var(--soft); font-size: .93rem; }
.choices .take { color: var(--ink); font-size: 1rem; }
.take a, .arches a { display: inline-block; margin: .1rem .15rem .1rem 0; padding: .05rem .6rem; border: 1px solid var(--link); border-radius: 999px; text-decoration: none; font-size: .9rem; }
.take a:hover { background: var(--link); color: var(--paper); }
.mark { display: inline-block; margin-right: .35rem; padding: .02rem .6rem; border-radius: 999px; background: var(--code); color: var(--soft); font-size: .82rem; font-weight: 620; white-space: nowrap; }
.mark.current { background: var(--good-band); color: var(--good); }
.mark.superseded { background: var(--warn-band); color: var(--warn); }
.mark.withdrawn, .mark.lost { background: var(--bad-band); color: var(--bad); }
table { width: 100%; margin: .6rem 0 1.2rem; border-collapse: collapse; font-size: .95rem; }
caption { padding: 0 0 .35rem; color: var(--soft); font-size: .88rem; text-align: left; }
th, td { padding: .5rem 1.1rem .5rem 0; text-align: left; vertical-align: top; }
thead th { padding-bottom: .3rem; color: var(--soft); font-size: .82rem; font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 600; min-width: 8rem; }
th, td { overflow-wrap: break-word; }
td code { overflow-wrap: anywhere; }
.beside { color: var(--soft); font-size: .88rem; }
.beside code { font-size: .95em; }
tbody tr { border-top: 1px solid var(--line); }
tbody tr:target { background: var(--warn-band); }
.number { text-align: right; }
td.wide { min-width: 11rem; }
th:last-child, td:last-child { padding-right: 0; }
.facts { display: grid; gap: .15rem; margin: .9rem 0; }
.facts > div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1rem; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
.command { margin: .8rem 0 1rem; }
.command figcaption { color: var(--soft); font-size: .88rem; }
pre { margin: .25rem 0 0; padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--code); white-space: pre-wrap; -webkit-user-select: all; user-select: all; }
details { margin: .7rem 0; border: 1px solid var(--line); border-radius: 8px; }
summary { padding: .55rem 1rem; cursor: pointer; font-weight: 600; }
details > :not(summary) { margin-left: 1rem; margin-right: 1rem; }
details > table { width: calc(100% - 2rem); }
td details { margin: 0; border: 0; }
td summary { padding: 0; font-weight: 400; }
td details > :not(summary) { margin: 0; }
.chart { margin: 1rem 0; overflow-x: auto; }
.chart svg { display: block; width: 100%; height: auto; font-size: 13px; font-variant-numeric: tabular-nums; }
.chart[role] svg { min-width: 40rem; }
.chart text { fill: var(--soft); }
.chart g > text { fill: var(--ink); }
.chart .end, .chart .axis text { fill: var(--soft); font-size: 12px; }
.chart .axis line { stroke: var(--debian); stroke-width: 1.5; stroke-dasharray: 4 3; }
.chart .current { fill: var(--debian); }
.chart .superseded { fill: var(--mid); }
.chart .hidden { fill: var(--pale); }
.chart .due { fill: none; stroke: var(--soft); stroke-dasharray: 3 2; }
.chart polyline { fill: none; stroke: var(--debian); stroke-width: 2; stroke-linejoin: round; }
.chart circle { fill: var(--debian); }
.chart figcaption, .keys { margin: 0; color: var(--soft); font-size: .88rem; }
.chart figcaption b { color: var(--ink); }
.key { display: inline-block; width: 1.1em; height: .75em; margin-left: .7em; border-radius: 3px; }
.key.current { margin-left: 0; background: var(--debian); }
.key.superseded { background: var(--mid); }
.key.hidden { background: var(--pale); }
.trends { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: 0 2rem; }
footer { margin-top: 3.5rem; padding-top: 1rem; padding-bottom: 2.5rem; color: var(--soft); font-size: .88rem; }
footer p { margin: .35rem 0; max-width: none; }
footer p:first-child { padding-top: 1rem; border-top: 1px solid var(--line); }
@media (max-width: 46rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td { display: block; width: 100%; }
  caption { display: block; }
  tbody tr { padding: .65rem 0; }
  th, td { padding: .1rem 0; }
  td:empty { display: none; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); font-size: .86rem; }
  .number { text-align: left; }
  .facts > div { grid-template-columns: 1fr; margin-bottom: .35rem; }
  details > table { width: auto; }
}
@media (min-width: 60rem) {
  .version { white-space: nowrap; }
}
@media print {
  body { font-size: 10pt; }
  nav, .skip { display: none; }
  a { color: inherit; }
  tr, .choices li, .command { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  pre { border-color: #999; }
}
`;
