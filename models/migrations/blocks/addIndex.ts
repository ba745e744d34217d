import type { QueryRunner } from 'typeorm';

export interface AddedIndex {
  fields: readonly string[];
  /** At most one row of each where the condition holds, which is valid on both engines. */
  unique?: { name: string; where: string };
}

/** An index of a thing's rules, named as the entity mapper names it. */
export async function addIndex(runner: QueryRunner, table: string, { fields, unique }: AddedIndex): Promise<void> {
  const columns = fields.map((field) => `"${field}"`).join(', ');
  await runner.query(
    unique === undefined
      ? `CREATE INDEX "ix_${table}_${fields.join('_')}" ON "${table}" (${columns})`
      : `CREATE UNIQUE INDEX "${unique.name}" ON "${table}" (${columns}) WHERE ${unique.where}`,
  );
}
