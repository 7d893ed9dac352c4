import { parse } from 'libpg-query';

// The parser's own limit of nesting ends what is hostile; this ends what is only long. No query that a person wrote is.
const MOST_CHARACTERS = 1_000_000;

/** The tree that PostgreSQL's own parser (libpg_query) makes of a statement; null for what it does not take. */
export async function parseStatement(statement: string): Promise<unknown> {
  if (statement.length > MOST_CHARACTERS) return null;
  try {
    return await parse(statement);
  } catch {
    return null;
  }
}
