/**
 * A laboratory that enters results until it is killed, saying each acknowledged revision on stdout.
 *   entryChild.ts DATA_DIR [--clients N] [--database-url URL]   enters
 *   entryChild.ts DATA_DIR --check                              reads acknowledged lines from stdin, reports what is lost
 */
import { readFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { auditEntry, result, resultEvent, resultRevision, type Result } from '../../models/schemas/index.ts';
import { openStore, type Store } from '../../models/store/index.ts';
import { addHeads, enterValue, seedLaboratory, type Laboratory } from './laboratoryRows.ts';

const HEADS_PER_CLIENT = 5;
/** Now and then a client writes many rows in one job, so that a kill falls into those too. */
const BULK_EVERY = 40;
const BULK_ROWS = 700;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { check: { type: 'boolean' }, clients: { type: 'string', default: '10' }, 'database-url': { type: 'string' } } });
const [dataDir] = positionals;
if (dataDir === undefined) throw new Error('give the data folder');

const started = performance.now();
const store = await openStore({ dataDir, databaseUrl: values['database-url'] });
const readyMs = performance.now() - started;
if (values.check === true) await check(store);
else await enter(store, Number(values.clients));

async function enter(to: Store, clients: number): Promise<void> {
  const laboratory = await seedLaboratory(to);
  writeSync(1, `ready ${readyMs.toFixed(0)}\n`);
  await Promise.all(Array.from({ length: clients }, () => client(to, laboratory)));
}

async function client(to: Store, laboratory: Laboratory): Promise<never> {
  const heads: Result[] = await addHeads(to, laboratory, HEADS_PER_CLIENT);
  for (let turn = 1; ; turn += 1) {
    for (const [index, head] of heads.entries()) {
      const next = await to.write((tx) => enterValue(tx, head, laboratory.user.id));
      heads[index] = next;
      // synchronous, and only now: what is on stdout was acknowledged
      writeSync(1, `ack ${next.id} ${next.valueRevision}\n`);
    }
    if (turn % BULK_EVERY === 0) {
      const added = await addHeads(to, laboratory, BULK_ROWS);
      writeSync(1, `bulk ${added.map((head) => head.id).join(' ')}\n`);
    }
  }
}

/** Every acknowledged revision with its event and head, every bulk whole, nothing half-written, the chain intact. */
async function check(of: Store): Promise<void> {
  const lines = readFileSync(0, 'utf8').split('\n');
  // a kill may cut the last line
  lines.pop();
  const verified = await of.verify();
  const revisions = new Set((await of.read.find(resultRevision)).map((row) => `${row.resultId} ${row.valueRevision}`));
  const events = new Set((await of.read.find(resultEvent)).map((row) => `${row.resultId} ${row.valueRevision}`));
  const heads = new Map((await of.read.find(result)).map((row) => [row.id, row]));
  const entered = new Set((await of.read.find(auditEntry, { where: { action: 'result.enter' } })).map((entry) => entry.subjectId));
  let acknowledged = 0;
  let lost = 0;
  for (const line of lines) {
    const [kind, ...rest] = line.split(' ');
    if (kind === 'ack') {
      acknowledged += 1;
      const [id = '', revision = ''] = rest;
      const head = heads.get(id);
      if (!revisions.has(`${id} ${revision}`) || !events.has(`${id} ${revision}`) || head === undefined || head.valueRevision < Number(revision) || !entered.has(id)) lost += 1;
    } else if (kind === 'bulk') {
      acknowledged += rest.length;
      lost += rest.filter((id) => !heads.has(id)).length;
    }
  }
  const half = [...heads.values()].filter((head) => head.valueRevision > 0 && !(revisions.has(`${head.id} ${head.valueRevision}`) && events.has(`${head.id} ${head.valueRevision}`))).length + Math.abs(revisions.size - events.size);
  writeSync(1, `${JSON.stringify({ acknowledged, lost, half, readyMs: Math.round(readyMs), ok: verified.ok, entries: verified.entries, rows: verified.rows, firstBroken: verified.firstBroken ?? null })}\n`);
  await of.close();
}
