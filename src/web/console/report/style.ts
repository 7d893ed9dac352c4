/** One sheet for the report and the local page: paper and ink, one accent, both schemes, a phone and a printer. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fbfaf7;--raised:#fff;--ink:#17212b;--soft:#55626e;--rule:#dcdfe0;--strong:#b9c1c7;--accent:#144a75;--wash:#e8eff5;--alarm:#a3341c;--explained:#86a9c6;--unexplained:#b6431f;--band:#d9dde0;--median:#26323d;--window:#f8ecd2;--mark:#7a5600;--known:#1d5c37;--part:#6d5100;--unknown:#5b4a78;
--serif:Charter,"Bitstream Charter","Sitka Text",Cambria,"Noto Serif",Georgia,serif;--sans:system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;--mono:ui-monospace,SFMono-Regular,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--paper:#12171c;--raised:#191f26;--ink:#e6eaed;--soft:#a7b2bc;--rule:#2d3740;--strong:#4a5762;--accent:#8fc1ea;--wash:#1e2c39;--alarm:#f09b84;--explained:#47728f;--unexplained:#e8835f;--band:#333d46;--median:#dfe5e9;--window:#2b2719;--mark:#e2c26c;--known:#8fd3a9;--part:#e2c26c;--unknown:#c6b3e6}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 var(--sans);overflow-wrap:break-word}
.sheet,body>main,body>header.page,nav.page{max-width:58rem;margin-inline:auto;padding-inline:1.25rem}
body>main{padding-bottom:3rem}
body>.wide.wide{max-width:75rem}
.sheet>*{min-width:0}
header.page{padding-top:2.75rem}
nav.page{padding-top:1.1rem;font-size:.9375rem}
nav.page+header.page,nav.page+.sheet>header.page{padding-top:1.5rem}
.kicker{margin:0;max-width:none;color:var(--soft);font-size:.875rem}
h1,h2,.story,.figures b{font-family:var(--serif)}
h1{margin:.35rem 0 0;font-size:clamp(1.85rem,1.3rem + 2.2vw,2.75rem);font-weight:600;line-height:1.15;letter-spacing:-.012em;text-wrap:balance}
h2{margin:0 0 .85rem;font-size:1.55rem;font-weight:600;line-height:1.25;letter-spacing:-.005em;text-wrap:balance}
h3{margin:1.75rem 0 .6rem;font-size:1rem;font-weight:650}
h4{margin:0;font-size:1rem;font-weight:600}
p{margin:.5rem 0;max-width:68ch}
ul{padding-left:1.15rem;max-width:70ch}
li+li{margin-top:.2rem}
section{margin-top:3.25rem;padding-top:1.5rem;border-top:1px solid var(--rule);scroll-margin-top:.5rem}
a{color:var(--accent);text-underline-offset:.15em;text-decoration-thickness:1px}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
code{font:.875em/1.4 var(--mono);background:var(--wash);padding:.1em .35em;border-radius:3px;overflow-wrap:anywhere}
.small{font-size:.875rem;color:var(--soft)}
.id{white-space:nowrap}
.figures{display:grid;grid-template-columns:repeat(4,minmax(0,1fr)) minmax(0,2.1fr);margin:1.6rem 0 0;padding:0;max-width:none;list-style:none;border-top:2px solid var(--ink);border-bottom:1px solid var(--rule)}
.figures li{margin:0;padding:.8rem .9rem .9rem}
.figures li+li{border-left:1px solid var(--rule)}
.figures li:first-child{padding-left:0}
.figures b{display:block;font-size:1.75rem;font-weight:600;line-height:1.2;font-variant-numeric:lining-nums tabular-nums;letter-spacing:-.01em}
.figures span{display:block;margin-top:.15rem;color:var(--soft);font-size:.8125rem;line-height:1.4}
.story{margin:1.6rem 0 0;font-size:1.1875rem;line-height:1.6}
.story p{margin:.65rem 0;max-width:64ch}
.toc{margin-top:2rem;font-size:.9375rem}
.toc ul{columns:2;column-gap:2rem;margin:0;padding:.9rem 0 0;max-width:none;list-style:none;border-top:1px solid var(--rule)}
.toc li{margin:0;break-inside:avoid}
.toc a{display:block;padding:.25rem 0;text-decoration:none}
.toc a:hover{text-decoration:underline}
@media (min-width:72rem){
.sheet{display:grid;grid-template:"toc head" auto "toc main" auto ". foot" auto/12.5rem minmax(0,1fr);column-gap:3.5rem;max-width:75rem}
.sheet>header{grid-area:head}.sheet>main{grid-area:main}.sheet>footer{grid-area:foot}
.sheet>.toc{grid-area:toc;position:sticky;top:0;align-self:start;margin:0;padding-top:2.95rem;font-size:.875rem}
.toc ul{columns:1;padding:0;border:0}
.toc a{padding:.3rem 0 .3rem .9rem;border-left:2px solid var(--rule);color:var(--soft)}
.toc a:hover{border-color:var(--accent);color:var(--ink);text-decoration:none}}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));gap:1rem 3rem;align-items:start}
.columns h3,caption{margin:.6rem 0 0;padding:.6rem 0 .4rem;font-size:1rem;font-weight:650;text-align:left}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--rule)}
thead th{color:var(--soft);font-weight:500;font-size:.8125rem;vertical-align:bottom}
tbody th{font-weight:500}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bars td,.bars tbody th{padding-top:.3rem;padding-bottom:.3rem}
.bars td:last-child,.bars th:last-child{width:36%;padding-right:0}
.bar{display:block;width:100%;height:.75rem;margin-top:.4rem}
.bar rect{fill:var(--explained)}
.scroll{overflow-x:auto}
.plot{margin:0}
.plot+.plot{margin-top:2.5rem}
.plot>p{color:var(--soft);font-size:.9375rem}
figcaption{margin:0 0 .5rem;max-width:68ch}
.plot svg{display:block;width:100%;height:auto;margin:.75rem 0}
.plot .narrow{display:none;max-width:32rem}
.plot .grid{stroke:var(--rule)}
.plot text{font:12px var(--sans)}
.plot .tick{fill:var(--soft)}
.plot .mark{fill:var(--mark);font-weight:600}
.plot .band{fill:var(--band)}
.plot .median,.plot .halo{fill:none;stroke:var(--median);stroke-width:1.75}
.plot .halo{stroke:var(--paper);stroke-width:4;opacity:.75}
.plot .narrow .median{stroke-width:1.1}.plot .narrow .halo{stroke-width:2.4}
.plot .window{fill:var(--window)}
.plot .explained{fill:var(--explained)}
.plot .unexplained{fill:var(--unexplained)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.25rem 0;padding:0;max-width:none;list-style:none;font-size:.875rem;color:var(--soft)}
.legend li{margin:0}
.legend li::before{content:"";display:inline-block;width:.8em;height:.8em;margin-right:.45em;border-radius:2px;vertical-align:-.05em;background:var(--k)}
.k-unexplained{--k:var(--unexplained)}.k-explained{--k:var(--explained)}.k-band{--k:var(--band)}
.legend .k-median::before{height:0;border-top:2px solid var(--median);border-radius:0;vertical-align:.3em;width:1.3em;background:none}
.clean{columns:2;column-gap:1.5rem;margin:.6rem 0;padding:0;list-style:none}
.clean li{margin:0;padding:.15rem 0 .15rem 1.4em;text-indent:-1.4em;break-inside:avoid}
.clean li::before{content:"✓";content:"✓" / "";display:inline-block;width:1.4em;text-indent:0;color:var(--known);font-weight:700}
.duties{margin:0;padding:0;max-width:none;list-style:none;border-top:1px solid var(--rule)}
.duties>li{display:grid;grid-template-columns:14rem minmax(0,1fr);gap:.25rem 1.5rem;margin:0;padding:1rem 0;border-bottom:1px solid var(--rule)}
.duties p{font-size:.9375rem;margin:.25rem 0}
.when{font-variant-numeric:tabular-nums}
.when .left{display:block;font-weight:650}
.when span{color:var(--soft);font-size:.875rem}
.left.soon,.left.late{color:var(--alarm)}
details{margin-top:.5rem;font-size:.9375rem}
summary{cursor:pointer;color:var(--accent)}
details.more{margin-top:1.25rem;font-size:1rem}
details.more>summary{margin-bottom:.75rem}
.places td:last-child{width:62%}
.links{font-size:.875rem}
.answers{margin:0;border-top:1px solid var(--rule)}
.answers>div{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,8fr);gap:.3rem 2rem;padding:.8rem 0;border-bottom:1px solid var(--rule)}
dt,.open li{display:flex;justify-content:space-between;align-items:baseline;gap:.75rem}
dt{font-weight:600}
.answers>div:last-child,.duties>li:last-child{border-bottom:0}
dd{margin:0;max-width:64ch}
.rests{display:block;color:var(--soft);font-size:.875rem}
.badge{flex:none;padding:0 .5rem;border:1px solid currentcolor;border-radius:999px;font-size:.75rem;font-weight:600;line-height:1.5;vertical-align:.08em;white-space:nowrap;color:var(--soft)}
.badge.known,.badge.confirmed{color:var(--known)}.badge.in-part,.badge.likely{color:var(--part)}.badge.unknown{color:var(--unknown)}
.equation{font-family:var(--serif);font-size:1.1875rem;font-variant-numeric:lining-nums tabular-nums;max-width:none}
.open{columns:2;column-gap:3rem;margin:0;padding:0;max-width:none;list-style:none}
.open li{margin:0;padding:.35rem 0;border-bottom:1px solid var(--rule);break-inside:avoid}
.warn,.notice{border-left:4px solid var(--alarm);padding:.5rem 1rem;background:var(--raised)}
.warn{list-style:none;margin:.5rem 0}
.not-yet{color:var(--soft)}
footer.page{margin-top:3.5rem;padding:1rem 0 3.5rem;border-top:1px solid var(--rule);font-size:.875rem;color:var(--soft)}
footer.page p{max-width:none;overflow-wrap:anywhere}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 2rem;align-items:start}
.cases{margin:1.5rem 0 0;padding:0;max-width:none;list-style:none;border-top:2px solid var(--ink)}
.cases li{margin:0;padding:1rem 0;border-bottom:1px solid var(--rule)}
.cases h2{margin:0;font-size:1.3rem}
.cases p{color:var(--soft);font-size:.9375rem}
.ledger{min-width:44rem;margin-top:1rem}
.ledger th,.ledger td{white-space:nowrap}
.pages{display:flex;gap:1.25rem}
.pair section{margin-top:1.75rem}
.pair h2{font-size:1.15rem}
.pair iframe{width:100%;height:46rem;border:1px solid var(--strong);border-radius:4px}
.pair pre{margin:0;height:46rem;overflow:auto;padding:1rem;border:1px solid var(--rule);border-radius:4px;background:var(--raised);white-space:pre-wrap;overflow-wrap:anywhere;font:.8125rem/1.55 var(--mono)}
@media (max-width:48rem){.plot .wide{display:none}.plot .narrow{display:block}}
@media (max-width:40rem){
.sheet,body>main,body>header.page,nav.page{padding-inline:1rem}
header.page{padding-top:1.75rem}
.story{font-size:1.0625rem}
.figures{grid-template-columns:1fr 1fr}
.figures li{padding:.7rem .9rem .75rem 0}
.figures li+li{border-left:0}
.figures li:nth-child(even){padding-left:.9rem;border-left:1px solid var(--rule)}
.figures li:nth-child(n+3){border-top:1px solid var(--rule)}
.figures li:last-child{grid-column:1/-1}
.toc ul,.open{columns:1}
.toc a{padding:.4rem 0}
section{margin-top:2.5rem}
.bars td:last-child,.bars th:last-child{width:26%}
.duties>li,.answers>div{grid-template-columns:minmax(0,1fr)}}
@media print{
:root{--paper:#fff;--raised:#fff;--ink:#000;--soft:#333}
html{font-size:80%}
.sheet{display:block;max-width:none;padding:0}
.toc,nav.page,.plot .narrow,.figures b:has(.left),.when .left{display:none}
.figures b:has(.left)+span,.when span{color:var(--ink);font-size:1rem;font-weight:600}
.plot .wide{display:block}
h2,h3,h4,figcaption,caption{break-after:avoid}
figure,tr,.duties>li,.answers>div{break-inside:avoid}
.numbers,summary{display:none}
details::details-content{content-visibility:visible;display:block}
a{color:inherit;text-decoration:none}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
