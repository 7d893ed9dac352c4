import { createHash } from 'node:crypto';

/**
 * Keeps the countdowns right while the page is open; without scripts the text stays as of the moment the report was made. Says what
 * `timeLeft` says (a test compares them).
 */
export const COUNTDOWN = `(()=>{const text=(ms)=>{const n=Math.floor(Math.abs(ms)/60000),d=Math.floor(n/1440),h=Math.floor(n/60)%24,m=n%60;const t=d>=3?d+' days '+h+' h':d>0||h>0?(d*24+h)+' h '+m+' min':m+' min';return ms>=0?t+' left':'passed '+t+' ago'};const turn=()=>{for(const e of document.querySelectorAll('time.left')){const ms=Date.parse(e.dateTime)-Date.now();e.textContent=text(ms);e.classList.toggle('late',ms<0);e.classList.toggle('soon',ms>=0&&ms<86400000)}};turn();setInterval(turn,30000)})()`;

/** The only script that a report may run. */
export const COUNTDOWN_HASH = `'sha256-${createHash('sha256').update(COUNTDOWN).digest('base64')}'`;
