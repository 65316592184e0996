/**
 * The style sheet of public pages: the console's colours (app/globals.css), written out, because these pages load nothing of the console.
 * Light and dark are both designed. AA throughout.
 */
export const style = `
@font-face{font-family:Geist;src:url(/status/assets/geist.woff2) format("woff2");font-weight:100 900;font-display:swap}
:root{color-scheme:light dark;--paper:#f7f6f2;--panel:#fff;--line:#e3e1da;--strong:#cfccc2;--ink:#14161c;--muted:#555b69;--gold:#d8b348;--gold-line:#e2c36c;--green:#0e7a54;--bar:#2f9a70;--amber:#875200;--amber-bar:#d08a10;--red:#b4281f;--red-bar:#c8382e;--grey:#646a78;--wings:#465573;--wings-bar:#8fa1c2;--stub:#b9bcc4;--light-high:rgb(244 206 104/.34);--light-mid:rgb(244 206 104/.12)}
@media screen and (prefers-color-scheme:dark){:root{--paper:#0b0d12;--panel:#12151d;--line:#242936;--strong:#39405a;--ink:#eceef4;--muted:#a3aabb;--gold:#dcae41;--gold-line:#8d6d22;--green:#4cc48d;--bar:#3aa877;--amber:#efbd62;--amber-bar:#e6ae48;--red:#f57f73;--red-bar:#ee6a5d;--grey:#9aa2b3;--wings:#aebbd6;--wings-bar:#5b6d92;--stub:#4a5163;--light-high:rgb(226 172 58/.17);--light-mid:rgb(226 172 58/.06)}}
*{box-sizing:border-box;margin:0}
html{background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
body{font:400 15px/22px Geist,ui-sans-serif,system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums;-webkit-font-smoothing:antialiased}
main{max-width:880px;margin:0 auto;padding:32px 20px 64px}
a{color:inherit;text-underline-offset:3px;text-decoration-color:var(--strong)}a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--ink);outline-offset:2px;border-radius:6px}
h1{font-size:28px;line-height:36px;font-weight:600;letter-spacing:-.014em;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:15px;line-height:22px;font-weight:600;margin:40px 0 12px}
h3{font-size:15px;line-height:22px;font-weight:600;overflow-wrap:anywhere}
ul,ol{list-style:none;padding:0}
time{white-space:nowrap}
summary{cursor:pointer}
.quiet{color:var(--muted)}.mono{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:13px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.stage{position:relative;overflow:clip;isolation:isolate;background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:28px 28px 20px}
.stage .title{color:var(--muted);margin-bottom:20px}
.stage h1{margin:6px 0 6px}
.light{position:absolute;z-index:-1;inset:-60px 10% auto -10%;height:320px;background:radial-gradient(ellipse 46% 74% at 40% 12%,var(--light-high),var(--light-mid) 50%,transparent);opacity:0;transition:opacity .4s}
.stage[data-state=operational] .light,.stage[data-state=maintenance] .light{opacity:1}
.stage[data-state=operational]{border-color:var(--gold-line)}
.stage[data-state=unknown]{border-style:dashed;border-color:var(--strong)}
.stage[data-state=degraded]{border-color:var(--amber-bar)}.stage[data-state=outage]{border-color:var(--red)}
.caps{display:flex;align-items:center;gap:7px;font-size:12px;line-height:16px;font-weight:600;letter-spacing:.05em;text-transform:uppercase;color:var(--grey)}
.mark{display:inline-flex;align-items:center;gap:7px;font-weight:600;white-space:nowrap}
.glyph{flex:none}
:is(.caps,.mark)[data-state=operational]{color:var(--green)}:is(.caps,.mark)[data-state=maintenance]{color:var(--wings)}
:is(.caps,.mark)[data-state=degraded]{color:var(--amber)}:is(.caps,.mark)[data-state=outage]{color:var(--red)}.mark[data-state=unknown]{color:var(--grey)}
.age{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 20px;margin-top:18px;padding-top:12px;border-top:1px solid var(--line);color:var(--muted);font-size:13px;line-height:18px;min-height:31px}
.lead{margin-top:20px;color:var(--muted);max-width:64ch}
.services{background:var(--panel);border:1px solid var(--line);border-radius:12px}
.group+.group{margin-top:20px}.group-name{margin:0 0 8px;color:var(--muted)}
.services>li{padding:18px 24px}.services>li+li{border-top:1px solid var(--line)}
.top{display:flex;justify-content:space-between;gap:4px 24px;flex-wrap:wrap;align-items:baseline}
.now .quiet:empty{display:none}.now{display:flex;flex-wrap:wrap;gap:0 12px;align-items:baseline;justify-content:flex-end;margin-left:auto;text-align:right}
.bars{display:block;width:100%;height:32px;margin-top:14px}
.bars [data-state=operational]{fill:var(--bar)}.bars [data-state=maintenance]{fill:var(--wings-bar)}.bars [data-state=degraded]{fill:var(--amber-bar)}.bars [data-state=outage]{fill:var(--red-bar)}.bars [data-state=unknown]{fill:var(--stub)}
.bars .notch{fill:var(--panel)}.bars g:hover{opacity:.7}
.scale{display:flex;justify-content:space-between;gap:12px;margin-top:6px;color:var(--muted);font-size:13px;line-height:18px}
.scale strong{color:var(--ink);font-weight:600}
.days{margin-top:8px;font-size:13px;line-height:18px;color:var(--muted)}
details summary{width:max-content;max-width:100%;text-decoration:underline;text-decoration-color:var(--strong);text-underline-offset:3px}
table{border-collapse:collapse;width:100%;margin-top:8px;color:var(--ink)}
th,td{text-align:left;font-weight:400;padding:6px 16px 6px 0;border-top:1px solid var(--line);vertical-align:top}thead th{color:var(--muted);border:0}tbody th{white-space:nowrap}
.incident{background:var(--panel);border:1px solid var(--line);border-left:3px solid var(--strong);border-radius:9px;padding:16px 20px}
.incident+.incident{margin-top:12px}
.incident:is([data-impact=major],[data-impact=critical]):not([data-status=resolved]){border-left-color:var(--red)}.incident[data-impact=minor]:not([data-status=resolved]){border-left-color:var(--amber-bar)}.incident[data-impact=maintenance]{border-left-style:double;border-left-color:var(--wings-bar)}
.incident:target{outline:2px solid var(--gold);outline-offset:2px}
.phases{display:flex;flex-wrap:wrap;gap:6px 0;margin:14px 0 2px;font-size:13px;line-height:18px}
.phases li{position:relative;flex:1 1 96px;padding:14px 10px 0 0;display:flex;flex-direction:column}
.phases li::before{content:"";position:absolute;top:3px;left:0;width:7px;height:7px;border-radius:50%;background:var(--ink);z-index:1}
.phases li::after{content:"";position:absolute;top:6px;left:0;right:0;border-top:1px solid var(--strong)}
.phases li:last-child::after{display:none}
.phases [data-reached=false]{color:var(--muted)}.phases [data-reached=false]::before{background:var(--panel);box-shadow:inset 0 0 0 1.5px var(--muted)}.phases [data-reached=false]::after{border-top-style:dashed}
.phases .mono{color:var(--muted)}
.updates{margin-top:12px}.updates li{padding:8px 0 0}.updates li+li{margin-top:8px;border-top:1px solid var(--line)}
.updates p{white-space:pre-line;overflow-wrap:anywhere}
article details{margin-top:12px;font-size:13px;line-height:18px;color:var(--muted)}.days p{margin-top:8px}pre{margin:4px 0 12px;padding:8px 12px;background:var(--panel);border:1px solid var(--line);border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;color:var(--ink);user-select:all}footer details+details{margin-top:12px}footer{margin-top:40px;border-top:1px solid var(--line);color:var(--muted);font-size:13px;line-height:20px}
footer h2{margin:20px 0 4px;color:var(--ink)}.links{display:flex;flex-wrap:wrap;gap:6px 16px;margin-bottom:16px}
footer dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 20px;margin:12px 0}footer dd{margin:0}footer p{max-width:72ch}footer p+p{margin-top:8px}
.embed{padding:12px}.embed .stage{padding:16px 18px 12px}.embed h1{font-size:18px;line-height:24px}.embed h2{margin:0}.embed .services{margin:12px 0}.embed .services>li{padding:10px 18px}
.age button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-decoration:underline;text-decoration-color:var(--strong);text-underline-offset:3px}
[data-stale] :is(.bars,.light){filter:grayscale(1)}[data-stale] .light{opacity:0}[data-stale] .services .mark{color:var(--grey)}[data-stale] .stage{border-style:dashed;border-color:var(--strong)}[data-stale] .age{color:var(--amber);font-weight:600}
@media(max-width:560px){main{padding:16px 12px 48px}.stage{padding:20px 18px 14px}h1{font-size:22px;line-height:29px}.services>li{padding:16px 18px}.now{margin-left:0;justify-content:flex-start;text-align:left}.phases{flex-direction:column}.phases li{flex-direction:row;flex:none;justify-content:space-between;padding:2px 0 2px 18px}.phases li::before{top:8px}.phases li::after{top:12px;bottom:-8px;left:3px;right:auto;border-top:0;border-left:1px solid var(--strong)}.scale span:first-child,.scale span:last-child{display:none}footer dl{grid-template-columns:1fr}tbody th{white-space:normal}}
@media print{:root{color-scheme:light}main{padding:0}.light,.links,#follow,#share{display:none}.service,.incident{break-inside:avoid}}
@media(prefers-reduced-motion:reduce){*{transition:none!important}}
@media(forced-colors:active){.bars{forced-color-adjust:none}.bars g{fill:CanvasText}.bars [data-state=unknown]{fill:GrayText}.bars [data-state=outage]{fill:Mark;stroke:CanvasText}.bars .notch{fill:Canvas}.phases li::before{border:1px solid CanvasText}.phases [data-reached=true]::before{forced-color-adjust:none;background:CanvasText}}
`
