import { backup } from '../../../models/store/index.ts';
import { defineVerb } from '../verb.ts';

export const verb = defineVerb({
  name: 'backup',
  summary: 'Copy the data folder, while it is in use, into a folder of its own',
  help: `Makes DIR/shuijian-TIME with the database, the signed heads of the audit chain and a manifest with the digest; it appears under
its name only when it is whole. Answers { folder, manifest }. May run beside a server. PostgreSQL is backed up with its own tools.`,
  options: { to: { type: 'string', label: 'DIR', sentence: 'Folder that holds the backups, best on another disk', required: true } },
  run: ({ config, options, clock }) => {
    if (config.databaseUrl !== undefined) throw new Error(ON_POSTGRES);
    return backup(config.dataDir, options.to, clock());
  },
});

const ON_POSTGRES = 'the data are in PostgreSQL, which makes its own backups: pg_dump --format=custom --file=FILE "$DATABASE_URL", and copy the data folder (signed heads) beside FILE';
