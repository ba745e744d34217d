import { defineVerb } from '../verb.ts';

export const verb = defineVerb({
  name: 'migrate',
  summary: 'Bring the database to the schema of this program',
  help: 'Make a backup first. A database that is current already stays as it is; the audit chain is checked afterwards.',
  failed: (answer) => !(answer as { ok: boolean }).ok,
  run: async ({ store, say }) => {
    const opened = await store({ migrate: true });
    const { entries, ok, firstBroken } = await opened.verify();
    if (!ok) say(`The chain does not hold: ${firstBroken?.why ?? 'run verify'}`);
    return { engine: opened.engine, entries, ok, ...(firstBroken === undefined ? {} : { firstBroken }) };
  },
});
