import { newestAssessment } from '../../../models/store/repositories/assessments.ts';
import { Fault } from '../../../models/errors.ts';
import { reproduceAssessment } from '../../usecases/assessment/reproduceAssessment.ts';
import { requireRound } from '../../usecases/rounds/rounds.ts';
import { WorkerPool } from '../../workers/pool.ts';
import { defineVerb, UsageError } from '../verb.ts';

export const verb = defineVerb({
  name: 'reproduce',
  summary: 'Make a stored assessment again from its seed, rule and evidence, and compare every byte',
  help: `Answers { id, round, rule, seed, evidence: kept or present, same, stored: { sha256, bytes }, again: { sha256, bytes }, changed: [{ what, stored, now }] }.
The answer does not depend on the number of workers. \`changed\` names what is no longer as it was (evidence, rule, references,
constants, code). The assessment keeps its own evidence, so a later correction changes no byte; another rule or code may. Nothing is written. Exit 1 where they do not agree.`,
  options: {
    id: { type: 'string', label: 'ID', sentence: 'The assessment; left out: the newest of --round' },
    round: { type: 'string', label: 'R', sentence: 'Code of a round, e.g. 2018-Q1' },
    workers: { type: 'string', label: 'N', sentence: 'Threads, 0 to 64 (0: done in the process itself)' },
  },
  failed: (answer) => typeof answer === 'object' && answer !== null && 'same' in answer && answer.same === false,
  run: async ({ options, store, operator, say }) => {
    const { workers = '0' } = options;
    if (!/^\d{1,2}$/.test(workers) || Number(workers) > 64) throw new UsageError(`--workers is "${workers}"; a whole number from 0 to 64 is expected`);
    if (options.id === undefined && options.round === undefined) throw new UsageError('name an assessment by --id, or a round by --round');
    const opened = await store();
    const id = options.id ?? (await newestAssessment(opened.read, (await requireRound(opened.read, options.round ?? '')).id))?.id;
    if (id === undefined) throw new Fault('not-found', `round ${options.round ?? ''} has no assessment yet; make one: assess --round ${options.round ?? ''}`);
    const pool = new WorkerPool(Number(workers));
    try {
      const answer = await reproduceAssessment(opened, { user: await operator(opened), id, pool });
      if (!answer.same) say(answer.changed.length === 0 ? 'The bytes differ although nothing changed: this is a fault of the program.' : `The bytes differ; changed since: ${answer.changed.map(({ what }) => what).join(', ')}.`);
      return answer;
    } finally {
      await pool.close();
    }
  },
});
