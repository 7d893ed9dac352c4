import { Encrypter } from 'age-encryption';
import { err, ok, type Result } from '../../core/result.ts';
import { referralFault } from '../../referral/fault.ts';

/** An age file (age-encryption.org/v1), which `age -d` opens; a fresh file key each time. Error: `REFERRAL_RECIPIENT_INVALID`. */
export async function encryptToAge(bytes: Uint8Array, recipients: readonly string[]): Promise<Result<Uint8Array>> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      return err(
        referralFault('REFERRAL_RECIPIENT_INVALID', 'encrypting the list of people: expected an age recipient'),
      );
    }
  }
  return ok(await encrypter.encrypt(bytes));
}
