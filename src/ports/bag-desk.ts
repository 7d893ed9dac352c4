import type { BagFile } from '../core/bag/bag-file.ts';
import type { NoteSigner } from '../core/note/signature.ts';
import type { Result } from '../core/result.ts';

/** What a bag needs from outside of the lake and the case. */
export interface BagDesk {
  /** The organisation's custody key (Ed25519), made on first use. Error: `BAG_KEY`. */
  signer(): Result<NoteSigner>;
  /** Encrypts to age recipients (age-encryption.org/v1); other bytes each time. Error: `REFERRAL_RECIPIENT_INVALID`. */
  encrypt(bytes: Uint8Array, recipients: readonly string[]): Promise<Result<Uint8Array>>;
  /** The programs that check a bag, to be put into it: a page for a browser, and modules for Node. Error: `BAG_PAGE`. */
  verifier(): Promise<Result<readonly BagFile[]>>;
  /** Writes the archive (0600, whole and durable, in the place of one of that name) and, where asked, the folder beside it. Error: `BAG_UNWRITABLE`. */
  write(folder: string, bag: WrittenBag, unpacked: boolean): Result<string>;
  /** SHA-256 of the text of a lake statement. */
  statementDigest(name: string): string;
  /** Name and version of this program. */
  readonly tool: { readonly name: string; readonly version: string };
}

export interface WrittenBag {
  readonly name: string;
  readonly files: readonly BagFile[];
  readonly archive: Uint8Array;
}
