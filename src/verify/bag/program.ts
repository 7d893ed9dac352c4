import { dirname } from 'node:path';
import { utf8 } from '../../core/bytes.ts';
import { parsePolicy } from '../../core/note/policy.ts';
import { bagText } from './bag-text.ts';
import { checkBag } from './check-bag.ts';
import { nodeBagHashing } from './node-bag-hashing.ts';
import { readBagFolder } from './read-bag-folder.ts';

// Runs inside of a bag, as verify/verify.mjs: the bag is the folder above. The SHA-256 of the custody key and the verifier key of the log can
// be given as they were told.
const bag = dirname(dirname(process.argv[1] ?? ''));
const [, , custodyKeyId = null, vkey = null] = process.argv;
const policy = vkey === null ? null : parsePolicy(utf8(`log ${vkey}\nquorum none\n`), nodeBagHashing);
if (policy?.ok === false) process.stdout.write(`${policy.error.message}\n`);
const check = checkBag(readBagFolder(bag), nodeBagHashing, {
  custodyKeyId,
  policy: policy?.ok === true ? policy.value : null,
});
process.stdout.write(bagText(check));
process.exitCode = check.ok && policy?.ok !== false ? 0 : 1;
