import { defineVerb } from '../verb.ts';

export const verb = defineVerb({
  name: 'migrate',
  summary: 'Bring the database to the schema of this program, after a copy of it was kept',
  help: `A copy of the SQLite database as it was is kept in before-upgrade in the data folder until somebody removes it. On PostgreSQL
make one with pg_dump first and say so with --backed-up. Cut off at any moment, the upgrade can be started again. A database
that is current already stays as it is; the audit chain is checked afterwards.`,
  options: { 'backed-up': { type: 'boolean', sentence: 'A backup of the PostgreSQL database was made' } },
  failed: (answer) => !(answer as { ok: boolean }).ok,
  run: async ({ store, say, options }) => {
    let copy: string | null = null;
    const opened = await store({
      migrate: true,
      backedUp: options['backed-up'],
      onCopy: (folder) => {
        copy = folder;
        say(`A copy of the database as it was is in ${folder}. Remove it when the new version has proved itself.`);
      },
    });
    const { entries, ok, firstBroken } = await opened.verify();
    if (!ok) say(`The chain does not hold: ${firstBroken?.why ?? 'run verify'}`);
    return { engine: opened.engine, entries, ok, copy, ...(firstBroken === undefined ? {} : { firstBroken }) };
  },
});
