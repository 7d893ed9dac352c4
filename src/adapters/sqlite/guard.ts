import { FaultError } from '../../core/fault.ts';
import { err, type Result } from '../../core/result.ts';

/** A fault that had to be thrown on the way up becomes the value again. */
export function faultAsResult<T>(work: () => Result<T>): Result<T> {
  try {
    return work();
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
}

/** The same of work that takes its time. */
export async function faultAsResultLater<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
}
