import { randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import { instantFromMs } from '../../core/instant.ts';
import type { Clock, Ids, Progress } from '../../ports/shell.ts';

export const systemClock: Clock = { now: () => instantFromMs(Date.now()) };

// Crockford's base 32 in lower case: no letters that are read as digits.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 20 characters of 5 random bits each. */
export const randomIds: Ids = {
  fresh: (prefix) => `${prefix}-${Array.from(randomBytes(20), (byte) => ALPHABET[byte & 31] ?? '0').join('')}`,
};

export const freshKey = (): Uint8Array => randomBytes(32);

const EVERY_MS = 100;

/** Progress on standard error: one line that is rewritten on a terminal, one line per ten per cent elsewhere. */
export function stderrProgress(out: Writable & { readonly isTTY?: boolean }): Progress {
  return {
    step(name, total, unit) {
      const startedAt = Date.now();
      let shownAt = startedAt;
      let shownTenth = 0;
      const text = (done: number): string => {
        const seconds = Math.max(0.001, (Date.now() - startedAt) / 1000);
        const share = total === null || total === 0 ? '' : ` ${Math.min(100, Math.floor((done / total) * 100))} %`;
        return `${name}:${share} ${amount(done, unit)}, ${amount(done / seconds, unit)}/s`;
      };
      let last = 0;
      return {
        at(done) {
          last = done;
          if (out.isTTY === true) {
            if (Date.now() - shownAt < EVERY_MS) return;
            shownAt = Date.now();
            out.write(`\r\u001b[K${text(done)}`);
            return;
          }
          const tenth = total === null || total === 0 ? 0 : Math.floor((done / total) * 10);
          const due =
            total === null ? Date.now() - shownAt > 5000 : tenth > shownTenth && Date.now() - startedAt > 1000;
          if (!due) return;
          shownAt = Date.now();
          shownTenth = tenth;
          out.write(`${text(done)}\n`);
        },
        end(note) {
          const line = note ?? text(last);
          if (out.isTTY === true) out.write(`\r\u001b[K${line}\n`);
          else if (note !== undefined || Date.now() - startedAt > 1000) out.write(`${line}\n`);
        },
      };
    },
  };
}

function amount(value: number, unit: string): string {
  if (unit === 'bytes') {
    if (value >= 1e9) return `${(value / 1e9).toFixed(2)} GB`;
    if (value >= 1e6) return `${(value / 1e6).toFixed(1)} MB`;
    return `${Math.round(value / 1e3)} kB`;
  }
  return `${Math.round(value).toLocaleString('en')} ${unit}`;
}
