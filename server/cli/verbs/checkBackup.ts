import { checkBackup } from '../../../models/store/index.ts';
import { defineVerb } from '../verb.ts';

export const verb = defineVerb({
  name: 'check-backup',
  usage: 'FOLDER',
  words: [1, 1],
  summary: 'Hold a backup against the digest in its manifest',
  help: 'Answers the manifest. Exit 1 where the backup is damaged or is none. Reads only; no data folder is needed.',
  run: ({ words: [folder = ''] }) => checkBackup(folder),
});
