import { dirname } from 'node:path';
import { bagText } from './bag-text.ts';
import { checkBag } from './check-bag.ts';
import { nodeBagHashing } from './node-bag-hashing.ts';
import { readBagFolder } from './read-bag-folder.ts';

// Runs inside of a bag, as verify/verify.mjs: the bag is the folder above. A custody key's SHA-256 that was told can be given.
const bag = dirname(dirname(process.argv[1] ?? ''));
const check = checkBag(readBagFolder(bag), nodeBagHashing, { custodyKeyId: process.argv[2] ?? null });
process.stdout.write(bagText(check));
process.exitCode = check.ok ? 0 : 1;
