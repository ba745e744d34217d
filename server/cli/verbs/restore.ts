import { restore } from '../../../models/store/index.ts';
import { commandName } from '../commandName.ts';
import { defineVerb } from '../verb.ts';

export const verb = defineVerb({
  name: 'restore',
  usage: 'FOLDER',
  words: [1, 1],
  summary: 'Put a backup into an empty data folder',
  help: `Checks FOLDER as check-backup does, then copies it into --data, which must hold no store: a backup never replaces data. Answers the
manifest. Run verify afterwards, and migrate first where the backup is of an older program.`,
  run: async ({ words: [folder = ''], config, say }) => {
    if (config.databaseUrl !== undefined) throw new Error(ON_POSTGRES);
    const manifest = await restore(folder, config.dataDir);
    say(`restored up to audit entry ${String(manifest.head.sequence)}; now: ${commandName} verify --data ${config.dataDir}`);
    return manifest;
  },
});

const ON_POSTGRES = 'the data are in PostgreSQL, which restores its own backups into an empty database: pg_restore --dbname="$DATABASE_URL" FILE';
