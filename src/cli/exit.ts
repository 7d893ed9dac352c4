/** Exit codes: 0 done, 1 refused or found wanting, 2 bad usage. */
export const EXIT = { done: 0, refused: 1, usage: 2 } as const;
