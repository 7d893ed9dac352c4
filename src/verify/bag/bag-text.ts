import type { BagFault } from './bag-fault.ts';
import type { BagCheck } from './check-bag.ts';

/** What a check found, for people. */
export function bagText(check: BagCheck): string {
  const lines = [
    `${check.files} files, ${check.bytes} bytes: ${check.exhibits} exhibits with ${check.records} records`,
    `custody key: SHA-256 ${check.custodyKeyId ?? 'none'}`,
    ...(check.origin === null
      ? ['no evidence log: the bag shows that it is unchanged since it was sealed, no more']
      : [
          `log ${check.origin}, ${check.treeSize} entries, root ${check.rootHash}, cosigned by ${check.cosignedBy} witnesses`,
          `in the log: ${check.provedEntries} entries and ${check.provedRecords} single records`,
        ]),
    ...check.timestamps.map(
      ({ file, over, at, authority, signature }) =>
        `${file}: ${over} existed at ${at}, ${
          signature === 'not-checked'
            ? `as the stamp says: its signature was not checked here (openssl ts -verify -data ${over} -in ${file} -CAfile ROOTS)`
            : `says ${authority ?? 'an authority'}`
        }`,
    ),
    ...check.unpinned.map(
      (key) => `only the bag itself vouches for the ${key}: compare it with what you were told by another way`,
    ),
    ...check.faults.map(faultLine),
    check.ok ? 'nothing is wrong' : `${check.faults.length} faults`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** One fault in one line, with its place. */
export function faultLine({ code, file, index, from, to, expected, found }: BagFault): string {
  const place = [
    file ?? 'the bag',
    ...(index === null ? [] : [`record ${index}`]),
    ...(from === null ? [] : [`byte ${from}${to === null ? '' : ` to ${to}`}`]),
  ].join(', ');
  return `${code}: ${place}: expected ${expected}; found ${found}`;
}
