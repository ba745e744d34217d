/** The way from released results to files is the same on both engines: same grades, same map, same bytes. */
import { expect } from 'chai';
import type { Role } from '../../../models/schemas/index.ts';
import { canonicalJson } from '../../../models/store/index.ts';
import { insertUser } from '../../../models/store/repositories/users.ts';
import type { Store } from '../../../models/store/types.ts';
import { currentUser } from '../../../server/auth/sessions.ts';
import { writeExport } from '../../../server/exports/index.ts';
import { assessRound, listAssessments } from '../../../server/usecases/assessment/assess.ts';
import { areaEvidence } from '../../../server/usecases/assessment/evidence.ts';
import { mapView } from '../../../server/usecases/assessment/mapView.ts';
import { createSchedule, listVisibleSchedules, moveSchedule, readSchedule } from '../../../server/usecases/operations/plans/schedules.ts';
import { moveTask } from '../../../server/usecases/operations/tasks/tasks.ts';
import { recordOutcome } from '../../../server/usecases/operations/tasks/outcomes.ts';
import { siteTrend } from '../../../server/usecases/assessment/trend.ts';
import { onBothEngines } from '../../support/engines.ts';
import { seedCounty } from './smallCounty.ts';

const AT = Date.UTC(2018, 3, 1);

async function person(store: Store, username: string, roles: Role[]) {
  const row = await store.write((tx) => insertUser(tx, { username, displayName: username, passwordHash: null, roles, areaCodes: [], language: null, at: AT }));
  return currentUser(store, row);
}

/** What one engine wrote, for the other to be held against. */
const written = new Map<string, string>();
function expectSame(name: string, text: string): void {
  const other = written.get(name);
  if (other === undefined) written.set(name, text);
  else expect(text, name).to.equal(other);
}

onBothEngines('from results to files', (engine) => {
  it('grades, maps, plans, records and exports', async () => {
    const store = await engine.open();
    const county = await seedCounty(store);
    const planner = await person(store, 'planner', ['planner']);
    const second = await person(store, 'second', ['planner', 'unit-officer']);
    const made = await assessRound(store, { user: planner, at: AT, round: '2018-Q1', seed: 3 });
    const ids = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
    const shape = made.body.areas.map(({ code, grade, firmness, severity, index, indexInterval, probability, reasons, subIndices }) => ({ code, grade, firmness, severity, index, indexInterval, probability, reasons, subIndices }));
    expectSame('grades', canonicalJson(shape));
    expect(shape.map(({ code, grade }) => `${code} ${grade}`)).to.deep.equal(['D severe', 'K general', 'L insufficient', 'N not-graded']);
    expect((await listAssessments(store, '2018-Q1')).map(({ stale, sequence, synthetic }) => ({ stale, sequence, synthetic }))).to.deep.equal([{ stale: false, sequence: 1, synthetic: true }]);

    const view = await mapView(store, planner, '2018-Q1', undefined);
    expectSame('map', JSON.stringify({ ...view, assessment: null }).replace(ids, 'ID'));
    expect((await areaEvidence(store, planner, county.towns['D'] ?? '', '2018-Q1')).sites).to.have.length(5);
    expect((await siteTrend(store, planner, county.sites[0]?.id ?? '', 'meth', undefined)).points).to.have.length(1);

    const { schedule } = await createSchedule(store, { user: planner, at: AT, round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, seed: 3 });
    await moveSchedule(store, { user: second, at: AT, id: schedule.id, action: 'approve', revision: 1 });
    const released = await moveSchedule(store, { user: planner, at: AT, id: schedule.id, action: 'release', revision: 2 });
    expect((await listVisibleSchedules(store, second, '2018-Q1')).map(({ state }) => state)).to.deep.equal(['released']);
    const [task] = released.tasks;
    if (task === undefined) throw new Error('a task was expected');
    await moveTask(store, { user: second, id: task.id, action: 'start', revision: 1 });
    await recordOutcome(store, { user: second, at: AT, taskId: task.id, unitShifts: 1, premisesDone: 12, cases: 2, usersFound: 0, seizedGrams: null, reasonCode: 'done' });
    expect((await readSchedule(store, planner, schedule.id)).tasks.find(({ id }) => id === task.id)?.state).to.equal('started');

    for (const [kind, format] of [['results', 'csv'], ['samples', 'csv'], ['sites', 'geojson'], ['grades', 'csv'], ['schedule', 'csv'], ['schedule', 'ics'], ['outcomes', 'csv'], ['outcomes', 'json']] as const) {
      const { bytes } = await writeExport(kind, format, { store, user: planner, language: 'zh-CN', at: AT });
      expectSame(`${kind}.${format}`, String(bytes).replace(ids, 'ID'));
    }
    const outcomes = (await writeExport('outcomes', 'csv', { store, user: planner, language: 'en', at: AT })).bytes;
    expect(outcomes).to.match(/,12,,0,,done,cases,0,[^,\r]+,true\r\n$/);
    expect((await store.verify()).ok).to.equal(true);
  });
});
