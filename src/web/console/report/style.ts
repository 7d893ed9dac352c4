/** One sheet for the report and the local page: paper and ink, one accent, both schemes, a phone and a printer. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fbfaf7;--raised:#fff;--ink:#16202a;--soft:#4d5a66;--rule:#d9dcdd;--accent:#144a75;--accent-soft:#dbe7f1;--alarm:#a3341c;--explained:#7fa6c6;--unexplained:#b6431f;--band:#dfe3e5;--median:#6b7781;--window:#f5e6c4;--known:#1d5c37;--part:#6d5100;--unknown:#5b4a78}
@media (prefers-color-scheme:dark){:root{--paper:#12171c;--raised:#1a2127;--ink:#e8ebed;--soft:#a9b4bd;--rule:#36414a;--accent:#8fc1ea;--accent-soft:#20374a;--alarm:#f09b84;--explained:#4f7ea3;--unexplained:#e8835f;--band:#2b343b;--median:#94a2ad;--window:#3d3520;--known:#8fd3a9;--part:#e2c26c;--unknown:#c6b3e6}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
main,header.page,footer.page,nav.page{max-width:58rem;margin:0 auto;padding:0 1.25rem}
header.page{padding-top:2.5rem}
.kicker{margin:0;color:var(--soft);font-size:.875rem}
h1{margin:.25rem 0 .5rem;font-size:clamp(1.6rem,1.2rem + 1.8vw,2.3rem);line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
h2{margin:0 0 .75rem;font-size:1.35rem;line-height:1.3}
h3{margin:1.5rem 0 .5rem;font-size:1.05rem}
h4{margin:0;font-size:1rem}
p{margin:.5rem 0;max-width:68ch}
section{margin-top:2.75rem;padding-top:1.25rem;border-top:1px solid var(--rule)}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
code{font:.9em/1.4 ui-monospace,SFMono-Regular,Consolas,monospace;background:var(--accent-soft);padding:.1em .35em;border-radius:3px;overflow-wrap:anywhere}
.story{font-size:1.15rem;line-height:1.6;margin:1.25rem 0 0;max-width:66ch}
.story p{margin:.4rem 0;max-width:none}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:1px;margin:1.75rem 0 0;padding:0;background:var(--rule);border:1px solid var(--rule);border-radius:6px;overflow:hidden;list-style:none}
.figures li{background:var(--raised);padding:.85rem 1rem}
.figures b{display:block;font-size:1.4rem;line-height:1.25;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
.figures span{color:var(--soft);font-size:.875rem}
.figures .left{display:inline;white-space:normal;color:inherit}
.toc{columns:2;column-gap:2rem;margin:1.25rem 0 0;padding:0;list-style:none;font-size:.9375rem}
.toc li{padding:.15rem 0;break-inside:avoid}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:.5rem 2.5rem;align-items:start}
.columns h3{margin-top:.6rem}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--rule)}
thead th{color:var(--soft);font-weight:500;font-size:.8125rem}
tbody th{font-weight:500}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.id{white-space:nowrap}
.bars td:last-child,.bars th:last-child{width:38%;padding-right:0}
.bar{display:block;width:100%;height:.8rem;margin-top:.35rem}
.bar rect{fill:var(--explained)}
.scroll{overflow-x:auto}
.plot{margin:0}
figcaption{margin:0 0 .35rem;max-width:68ch}
.plot svg{display:block;width:100%;min-width:40rem;height:auto}
.plot .grid{stroke:var(--rule)}
.plot .tick{fill:var(--soft);font-size:12px}
.plot .band{fill:var(--band)}
.plot .median{fill:none;stroke:var(--median);stroke-width:1.75;stroke-dasharray:4 3}
.plot .window{fill:var(--window)}
.plot .explained{fill:var(--explained)}
.plot .unexplained{fill:var(--unexplained)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.25rem 0 .5rem;padding:0;list-style:none;font-size:.875rem;color:var(--soft)}
.legend li::before{content:"";display:inline-block;width:.8em;height:.8em;margin-right:.45em;border-radius:2px;vertical-align:-.05em;background:var(--k)}
.k-unexplained{--k:var(--unexplained)}.k-explained{--k:var(--explained)}.k-band{--k:var(--band)}.k-window{--k:var(--window)}
.legend .k-median::before{height:0;border-top:2px dashed var(--median);border-radius:0;vertical-align:.3em;width:1.3em;background:none}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,25rem),1fr));gap:1rem;margin:.5rem 0 0;padding:0;list-style:none}
.card{background:var(--raised);border:1px solid var(--rule);border-radius:6px;padding:.9rem 1.1rem;min-width:0}
.card p{font-size:.9375rem}
.by{font-variant-numeric:tabular-nums}
.left{display:inline-block;color:var(--soft);white-space:nowrap}
.left.soon,.left.late{color:var(--alarm);font-weight:600}
details{margin-top:.6rem}
summary{cursor:pointer;color:var(--accent)}
details.more{margin-top:1.25rem}
.links{font-size:.875rem}
.questions{margin:0;display:grid;gap:0}
.questions>div{padding:.75rem 0;border-bottom:1px solid var(--rule)}
dt{font-weight:600}
dd{margin:.2rem 0 0;max-width:68ch}
.badge{display:inline-block;margin-left:.35rem;padding:.05rem .5rem;border:1px solid currentcolor;border-radius:999px;font-size:.75rem;font-weight:600;line-height:1.4;vertical-align:.1em;white-space:nowrap;color:var(--soft)}
.badge.known{color:var(--known)}.badge.in-part,.badge.likely{color:var(--part)}.badge.unknown{color:var(--unknown)}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;margin:.5rem 0;padding:0;list-style:none}
.chips li{border:1px solid var(--rule);border-radius:4px;padding:.1rem .6rem;font-size:.9375rem;background:var(--raised)}
.equation{font-size:1.05rem;font-variant-numeric:tabular-nums;font-weight:600;max-width:none}
.open{padding-left:1.1rem}
.warn,.notice{border-left:4px solid var(--alarm);padding:.5rem 1rem;background:var(--raised)}
.warn{list-style:none;margin:.5rem 0}
.not-yet{color:var(--soft)}
.small{font-size:.875rem;color:var(--soft)}
footer.page{margin-top:3rem;padding-top:1rem;padding-bottom:3rem;border-top:1px solid var(--rule);font-size:.875rem;color:var(--soft);max-width:55.5rem}
footer.page p{max-width:none;overflow-wrap:anywhere}
nav.page{padding-top:1rem;font-size:.9375rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1.5rem;align-items:start}
.pair iframe{width:100%;height:46rem;border:1px solid var(--rule);border-radius:6px;background:#fff}
.pair pre{margin:0;padding:1rem;border:1px solid var(--rule);border-radius:6px;background:var(--raised);white-space:pre-wrap;overflow-wrap:anywhere;font:.875rem/1.5 ui-monospace,SFMono-Regular,Consolas,monospace}
@media (max-width:34rem){.toc{columns:1}main,header.page,footer.page,nav.page{padding-left:1rem;padding-right:1rem}.bars td:last-child,.bars th:last-child{width:26%}}
@media print{:root{--paper:#fff;--raised:#fff;--ink:#000;--soft:#333}body{font-size:10.5pt}section{break-inside:auto}.card,tr,figure{break-inside:avoid}.toc,nav.page,.left{display:none}details>*{display:block}.plot svg{min-width:0}a{color:inherit}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
