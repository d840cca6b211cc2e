/** The style of the one-file report: the tokens of the screens, in light, dark and on paper. No fonts, images or scripts are fetched. */

export const style = `
:root { color-scheme: light dark;
  --paper: #fbfaf7; --raise: #ffffff; --sunk: #f3f1ec; --line: #e2dfd7; --line-strong: #cbc6ba;
  --ink: #1c1b19; --ink-2: #514d46; --ink-3: #686359;
  --broken: #b3261e; --degraded: #8a5600; --recovering: #1f5fbf; --recovering-wash: #e8f0fc; --healthy: #2e6b3e;
  --link: #1f4f9c; --mark: #ffe9a8; --add: #e4f3e6; --del: #fbe6e3; --focus: #1f5fbf;
  --sans: "IBM Plex Sans", system-ui, sans-serif; --mono: "IBM Plex Mono", ui-monospace, monospace; }
@media screen and (prefers-color-scheme: dark) { :root {
  --paper: #131312; --raise: #1b1b1a; --sunk: #0e0e0d; --line: #2c2b29; --line-strong: #45423d;
  --ink: #eeece7; --ink-2: #bdb8ae; --ink-3: #a39e94;
  --broken: #ff8a7d; --degraded: #f0b44c; --recovering: #8ab4ff; --recovering-wash: #141f33; --healthy: #86cf97;
  --link: #9dbfff; --mark: #4a3b0e; --add: #15291a; --del: #33191a; --focus: #8ab4ff; } }
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); font: 400 14px/20px var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
a:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
code { font: 400 .9em/1.4 var(--mono); }
main { max-width: 1240px; margin: 0 auto; padding: 0 24px 64px; }
.frozen { color: var(--ink-2); border-bottom: 1px solid var(--line); padding: 13px 0; margin-bottom: 22px; }
.status { font-weight: 600; } .status.broken { color: var(--broken); } .status.degraded { color: var(--degraded); }
.status.recovering { color: var(--recovering); } .status.healthy { color: var(--healthy); }
h1 { font: 600 27px/34px var(--sans); letter-spacing: -.015em; text-wrap: balance; margin-top: 6px; }
h1 b { font-weight: 600; background: linear-gradient(transparent 62%, var(--mark) 62%); }
h2 { font: 600 15px/20px var(--sans); margin: 0 0 10px; } h3 { font: 600 14px/20px var(--sans); flex: 1; }
section { margin-top: 30px; } .quiet { color: var(--ink-2); } .lead { margin-top: 8px; }
ul.facts { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 6px 22px; margin-top: 14px; font-weight: 500; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 40px; }
ol.why { padding: 0 0 0 22px; } ol.why li { padding: 7px 0; } ol.why li::marker { color: var(--ink-3); font: 500 12px/20px var(--mono); }
.ref { font: 500 11px/14px var(--mono); color: var(--link); padding: 0 3px; border-radius: 3px; background: var(--recovering-wash); margin-left: 2px; }
.quote { border-left: 2px solid var(--line-strong); padding: 2px 0 2px 12px; margin: 0 0 14px; }
.quote:target { border-left-color: var(--focus); }
.quote figcaption { color: var(--ink-2); font-size: 12.5px; } .quote time, .faint { color: var(--ink-3); }
pre { font: 400 12.5px/19px var(--mono); white-space: pre-wrap; } .quote pre { margin-top: 3px; }
mark { background: var(--mark); color: inherit; border-radius: 2px; padding: 0 1px; }
.card { border: 1px solid var(--line); border-radius: 8px; background: var(--raise); margin-bottom: 14px; overflow: hidden; }
.card header { display: flex; gap: 10px; align-items: baseline; padding: 12px 14px 0; } .card p { padding: 4px 14px 10px; color: var(--ink-2); }
.safety { font: 500 12px/18px var(--sans); border: 1px solid var(--line-strong); border-radius: 9px; padding: 0 8px; color: var(--ink-2); white-space: nowrap; }
.cmd { background: var(--sunk); border-top: 1px solid var(--line); padding: 9px 14px; } .cmd span { color: var(--ink-3); font-size: 12.5px; }
.diff { border-top: 1px solid var(--line); font: 400 12.5px/20px var(--mono); padding: 6px 0; } .diff div { padding: 0 14px; white-space: pre-wrap; }
.diff .add { background: var(--add); } .diff .del { background: var(--del); }
.fold { border-top: 1px solid var(--line); padding: 10px 0; display: grid; grid-template-columns: 190px minmax(0, 1fr); gap: 12px; }
.fold.one { display: block; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--ink-3); font-weight: 400; font-size: 12px; white-space: nowrap; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; } td.time { white-space: nowrap; }
.curve { margin: 0 0 18px; } .curve figcaption { color: var(--ink-2); } .curve figcaption b { color: var(--ink); font-weight: 600; }
.curve svg { display: block; width: 100%; height: 120px; margin-top: 6px; overflow: visible; } .curve path { fill: none; stroke-linecap: round; stroke-linejoin: round; }
.curve .base { stroke: var(--line-strong); } .curve .own { stroke: var(--ink); stroke-width: 1.6; } .curve .other { stroke: var(--ink-3); opacity: .5; } .curve .ends { stroke: var(--broken); opacity: .45; }
.curve .limit { stroke: var(--broken); stroke-dasharray: 5 3; stroke-width: 1.4; } .curve .request { stroke: var(--ink-3); stroke-dasharray: 2 3; stroke-width: 1.4; } .curve .share { fill: var(--degraded); opacity: .35; }
.curve p.ends { display: flex; justify-content: space-between; color: var(--ink-3); font-size: 12px; opacity: 1; } .curve p.ends time + time { text-align: right; }
footer { border-top: 1px solid var(--line); margin-top: 30px; padding-top: 12px; color: var(--ink-2); font-size: 12.5px; }
@media (max-width: 760px) { main { padding: 0 16px 48px; } h1 { font-size: 22px; line-height: 28px; } .columns { display: flex; flex-direction: column; } .todo { order: -1; } .fold { grid-template-columns: 1fr; gap: 2px; } }
@media print { body { background: none; font-size: 11pt; } main { max-width: none; padding: 0; } .columns { display: block; } .quote, .card, tr, .fold, .curve { break-inside: avoid; } h2, h3 { break-after: avoid; } mark, .diff div, .cmd { print-color-adjust: exact; } .wide { overflow: visible; } }
`;
