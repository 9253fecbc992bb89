/** One column of text that prints on A4, black on white; dark where the reader's system is. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2320; --paper: #ffffff; --quiet: #55605b; --line: #b9c3be; --link: #0b5a4a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e7ece9; --paper: #141a17; --quiet: #a9b5af; --line: #46514c; --link: #7fd6bd; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 46rem; background: var(--paper); color: var(--ink);
  font: 1.125rem/1.55 system-ui, "Segoe UI", "Noto Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
a { color: var(--link); }
.quiet { color: var(--quiet); font-size: 1rem; }
.code { font: 700 1.75rem/1.4 ui-monospace, "Cascadia Mono", monospace; letter-spacing: .06em; margin: .25rem 0; }
ol.said { padding-inline-start: 2rem; }
ol.said > li { margin-block: .9rem; font-size: 1.25rem; }
ol.said .quiet { display: block; }
section { break-inside: auto; }
.page { break-after: page; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.4; }
caption { text-align: start; font-weight: 600; padding-block: .5rem; }
th, td { border-block-end: 1px solid var(--line); padding: .25rem .5rem .25rem 0; text-align: start; vertical-align: top; }
td.number, th.number { white-space: nowrap; }
tr:target { outline: 2px solid var(--link); }
code { font: .875em ui-monospace, "Cascadia Mono", monospace; }
@page { size: A4; margin: 16mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --paper: #fff; --quiet: #333; --line: #888; --link: #000; }
  body { padding: 0; max-width: none; font-size: 11pt; }
  ol.said > li { font-size: 13pt; break-inside: avoid; }
  tr { break-inside: avoid; }
  .scroll { overflow: visible; }
}
`;
