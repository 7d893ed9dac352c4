// Primary result codes, https://www.sqlite.org/rescode.html; extended codes carry them in the low byte.
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

const codeOf = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null;

/** Somebody else holds the lock; the same call may succeed later. */
export const isBusy = (error: unknown): boolean => {
  const code = codeOf(error);
  return code === SQLITE_BUSY || code === SQLITE_LOCKED;
};

/** SQLite itself refused; anything else that is thrown is a broken invariant of ours. */
export const isSqliteError = (error: unknown): boolean => codeOf(error) !== null;
