import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { hexOf, utf8 } from '../../core/bytes.ts';
import type { Hashing } from '../../core/hashing.ts';
import {
  type Answer,
  decideAddCheckpoint,
  MOST_REQUEST_BYTES,
  openAddCheckpoint,
} from '../../core/note/add-checkpoint.ts';
import type { NoteSigner } from '../../core/note/signature.ts';
import type { VerifierKey } from '../../core/note/verifier-key.ts';
import type { WitnessStore } from '../../ports/witness-store.ts';

export interface WitnessDeps {
  readonly store: WitnessStore;
  readonly signer: NoteSigner;
  readonly hashing: Hashing;
  /** Logs that are witnessed; read for each request, so that one can be added while the witness runs. */
  logs(): readonly VerifierKey[];
  /** Seconds since 1970. */
  now(): number;
}

/**
 * A witness over HTTP (C2SP tlog-witness): `POST /add-checkpoint`, and `GET /<sha256 of the origin, hex>/checkpoint` for monitors.
 * It has nothing to keep secret but its key, and answers everybody.
 */
export function witnessApp({ store, signer, hashing, logs, now }: WitnessDeps): Hono {
  const app = new Hono();

  app.get('/healthz', (c) => c.text('ok'));

  app.post(
    '/add-checkpoint',
    bodyLimit({ maxSize: MOST_REQUEST_BYTES, onError: (c) => c.text('the request is too long\n', 400) }),
    async (c) => {
      const body = new Uint8Array(await c.req.arrayBuffer());
      const known = openAddCheckpoint(body, logs(), hashing);
      if (!known.ok) return answered(c, known.error);
      const answer = store.advance(known.value.checkpoint.origin, (latest) =>
        decideAddCheckpoint(known.value, latest, { signer, now: now(), hashing }),
      );
      return answer.ok ? answered(c, answer.value) : c.text('the witness cannot reach its memory\n', 503);
    },
  );

  app.get('/:origin/checkpoint', (c) => {
    const all = store.all();
    if (!all.ok) return c.text('the witness cannot reach its memory\n', 503);
    const wanted = c.req.param('origin');
    const found = all.value.find(({ origin }) => hexOf(hashing.sha256(utf8(origin))) === wanted);
    return found === undefined ? c.text('unknown log\n', 404) : c.text(found.note);
  });

  return app;
}

const answered = (c: Context, { status, contentType, body }: Answer): Response =>
  c.body(body, status, { 'Content-Type': contentType });
