import { describe, expect, it } from 'vitest';
import { utf8 } from '../bytes.ts';
import { envelopeText, parseEnvelope, preAuthEncoding } from './dsse.ts';
import { parsePublicKeyPem, publicKeyPem } from './public-key.ts';

describe('a DSSE envelope', () => {
  it("encodes what is signed as the protocol's own example does", () => {
    // secure-systems-lab/dsse, protocol.md: the example of PAE.
    const encoded = new TextDecoder().decode(preAuthEncoding('http://example.com/HelloWorld', utf8('hello world')));
    expect(encoded).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  it('counts bytes, not characters', () => {
    expect(new TextDecoder().decode(preAuthEncoding('t', utf8('é')))).toBe('DSSEv1 1 t 2 é');
  });

  const envelope = {
    payloadType: 'text/plain',
    payload: utf8('hello'),
    signatures: [{ keyid: 'k', signature: new Uint8Array(64).fill(7) }],
  };

  it('reads what it wrote, and no other spelling of it', () => {
    const text = envelopeText(envelope);
    expect(parseEnvelope(text)).toEqual(envelope);
    for (const other of [
      ` ${text}`,
      text.trimEnd(),
      text.replace('"payload":', '"payload": '),
      text.replace('aGVsbG8=', 'aGVsbG9='),
    ])
      expect(parseEnvelope(other)).toBeNull();
  });

  it.each([
    '',
    '{}',
    '[]',
    'null',
    '{"payload":1,"payloadType":"x","signatures":[]}',
    '{"payload":"","payloadType":"x","signatures":[1]}',
  ])('refuses %s', (text) => expect(parseEnvelope(text)).toBeNull());

  it('keeps a public key in the form that openssl reads', () => {
    const key = new Uint8Array(32).map((_, i) => i);
    expect(parsePublicKeyPem(publicKeyPem(key))).toEqual(key);
    expect(parsePublicKeyPem(publicKeyPem(key).replace('PUBLIC', 'PRIVATE'))).toBeNull();
  });
});
