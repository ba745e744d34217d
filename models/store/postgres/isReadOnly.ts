/**
 * Whether a statement only reads, judged by its words outside of strings, quoted names and comments.
 * SQLite is asked itself; PostgreSQL has no such question. A statement that is doubted is refused.
 * Second line of defence: rows changed without a digest are found by `verify`. Pure.
 */
const OUTSIDE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;
const WRITES = /\b(?:insert|update|delete|merge|truncate|create|alter|drop|grant|revoke|copy|call|do|set|reset|begin|commit|rollback|savepoint|release|lock|notify|listen|vacuum|into|nextval|setval|pg_advisory\w*|set_config)\b/i;
/** Row locks read; they are how a job says that it is about to decide on a row. */
const ROW_LOCK = /\bfor\s+(?:no\s+key\s+)?update\b/gi;

export function isReadOnly(sql: string): boolean {
  // E'…' and $tag$…$tag$ may hide a quote from the expressions above
  if (/\be'|\$\w*\$/i.test(sql)) return false;
  const words = sql.replace(OUTSIDE, ' ').replace(ROW_LOCK, ' ');
  if (words.replace(/;\s*$/, '').includes(';')) return false;
  return /^\s*(?:select|with|values|table|explain)\b/i.test(words) && !WRITES.test(words);
}
