/**
 * Places of encirclements: nominated by one planner with a written reason and something independent that
 * speaks for them, approved by another. Only in severe and firm areas, only after the deploying body has
 * recorded its confidentiality decision, and only for planners' eyes until a schedule is released.
 */
import { Fault } from '../../../../models/errors.ts';
import type { Assessment, Nomination, Round, Words } from '../../../../models/schemas/index.ts';
import type { Denial } from '../../../../models/schemas/answers/allowedAction.ts';
import type { NominationList, NominationView } from '../../../../models/schemas/answers/nominations.ts';
import { newId, nowInstant } from '../../../../models/store/index.ts';
import { newestAssessment } from '../../../../models/store/repositories/assessments.ts';
import { changeNomination, insertNomination, nominationById, nominationsById, nominationsOfRound } from '../../../../models/store/repositories/nominations.ts';
import { areasById } from '../../../../models/store/repositories/reference.ts';
import { roundById } from '../../../../models/store/repositories/rounds.ts';
import { userById } from '../../../../models/store/repositories/users.ts';
import type { Reader, Store, Tx } from '../../../../models/store/types.ts';
import { allowedActions, demand, inScope, isOwn, type CurrentUser } from '../../../auth/permissions.ts';
import { requireRound } from '../../rounds/rounds.ts';
import { readProblem } from '../plans/schedulesProblem.ts';
import { readSettings } from '../../administration/settings.ts';

export const NOMINATION_ACTIONS = ['approve', 'refuse', 'withdraw'] as const;
export type NominationAction = (typeof NOMINATION_ACTIONS)[number];
const NEXT: Readonly<Record<NominationAction, Nomination['state']>> = { approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' };

const STATE_WORDS: Readonly<Record<Nomination['state'], Words>> = {
  proposed: { zh: '待审批', en: 'proposed' },
  approved: { zh: '已批准', en: 'approved' },
  refused: { zh: '未通过', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
};

const UNDECIDED: Denial = {
  code: 'confidentiality',
  zh: '尚未登记定密意见：在管理员于“设置”中记录部署单位的决定之前，不得保存围歼行动的地点。',
  en: 'The confidentiality decision is not recorded: until an administrator records what the deploying body decided, no place of an encirclement may be stored.',
};

/** A house number, room or plot: premises are counted, never listed by address. */
const ADDRESS = /\d+\s*(?:号|號|室|栋|棟|幢|弄|单元|組|组)|(?:\bno\.?|#|№)\s*\d+/iu;

function whyNot(action: NominationAction, row: Nomination, user: CurrentUser): Denial | undefined {
  const open = action === 'withdraw' ? row.state === 'proposed' || row.state === 'approved' : row.state === 'proposed';
  if (!open) return { code: 'illegal-transition', zh: `提名${STATE_WORDS[row.state].zh}，不能执行此操作`, en: `the nomination is ${STATE_WORDS[row.state].en}; this is not possible now` };
  if (action !== 'withdraw' && isOwn(user, row.nominatedBy)) return { code: 'own-work', zh: '您提出了此提名，须由另一名计划员审批', en: 'you made this nomination; another planner has to decide on it' };
  return undefined;
}

const gone = (id: string): Fault => new Fault('not-found', `there is no nomination ${id}`, { details: [{ got: id, message: 'nomination.unknown' }] });

/** Areas that are severe and firm on the newest evidence. */
async function eligibleAreas(store: Store, round: Round, assessment: Assessment): Promise<ReadonlySet<string>> {
  const problem = await readProblem(store, round, assessment, round.endsOn, 1);
  const severe = problem.areas.filter((area) => area.grade === 'severe' && area.firmness === 'firm' && !area.outdated);
  return new Set(severe.map(({ id }) => id));
}

const isSevereAndFirm = (assessment: Assessment, areaId: string): boolean => assessment.body.areas.some((area) => area.areaId === areaId && area.grade === 'severe' && area.firmness === 'firm');

const notSevere = (area: string): Fault => new Fault('conflict', `${area} is not severe and firm on the newest evidence; a place is nominated only where it is`, { details: [{ pointer: '/area', got: area, message: 'nomination.not-severe' }] });

async function viewsOf(reader: Reader, rows: readonly Nomination[], user: CurrentUser): Promise<NominationView[]> {
  const areas = new Map((rows.length === 0 ? [] : await areasById(reader, [...new Set(rows.map(({ areaId }) => areaId))])).map((area) => [area.id, area]));
  const names = new Map<string, string>();
  for (const id of new Set(rows.flatMap(({ nominatedBy, decidedBy }) => [nominatedBy, ...(decidedBy === null ? [] : [decidedBy])]))) names.set(id, (await userById(reader, id))?.displayName ?? id);
  return rows.map((row) => {
    const area = areas.get(row.areaId);
    return {
      ...row,
      area: { id: row.areaId, code: area?.code ?? '', name: { zh: area?.nameZh ?? '', en: area?.nameEn ?? '' } },
      nominatedByName: names.get(row.nominatedBy) ?? '',
      decidedByName: row.decidedBy === null ? null : (names.get(row.decidedBy) ?? ''),
      allowedActions: allowedActions(user, NOMINATION_ACTIONS.map((action) => ({ action, operation: action === 'withdraw' ? 'schedules.create' : 'schedules.approve', area: row.areaId, denied: whyNot(action, row, user) }))),
    };
  });
}

/** @throws Fault `not-allowed`, `not-found` for the round */
export async function listNominations(store: Store, user: CurrentUser, code: string): Promise<NominationList> {
  demand(user, 'schedules.create');
  const round = await requireRound(store.read, code);
  const assessment = await newestAssessment(store.read, round.id);
  const { confidentialityDecision } = await readSettings(store.read);
  const eligible = assessment === undefined ? [] : await areasById(store.read, [...(await eligibleAreas(store, round, assessment))]);
  const rows = (await nominationsOfRound(store.read, round.id)).filter(({ areaId }) => inScope(user, areaId));
  const none: Denial = { code: 'none', zh: '本轮次没有等级确定的严重区域，不能提名。', en: 'No area of this round is severe and firm, so no place can be nominated.' };
  return {
    items: await viewsOf(store.read, rows, user),
    eligible: eligible.filter(({ id }) => inScope(user, id)).map(({ id, code: areaCode, nameZh, nameEn }) => ({ id, code: areaCode, name: { zh: nameZh, en: nameEn } })),
    closed: confidentialityDecision === 'undecided' ? UNDECIDED : eligible.length === 0 ? none : null,
  };
}

export interface ProposeNomination extends Pick<Nomination, 'place' | 'reason' | 'corroboration' | 'corroborationText'> {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  round: string;
  /** Code or id of the severe, firm area. */
  area: string;
}

async function requireDecision(reader: Reader): Promise<void> {
  if ((await readSettings(reader)).confidentialityDecision === 'undecided') throw new Fault('conflict', UNDECIDED.en, { details: [{ message: 'nomination.confidentiality' }] });
}

/** @throws Fault `not-allowed`, `not-found`, `conflict` before the decision or where the area is not severe and firm, `invalid` for an address, `duplicate`, `person-data-refused` */
export async function proposeNomination(store: Store, { user, at, round: code, area: wanted, ...text }: ProposeNomination): Promise<NominationView> {
  demand(user, 'schedules.create');
  const round = await requireRound(store.read, code);
  await requireDecision(store.read);
  const place = text.place.trim();
  if (ADDRESS.test(place.normalize('NFKC'))) throw new Fault('invalid', `"${place}" looks like an address; the name of a village was expected`, { details: [{ pointer: '/place', got: place, message: 'nomination.address' }] });
  const assessment = await newestAssessment(store.read, round.id);
  if (assessment === undefined) throw new Fault('conflict', `round ${code} was not assessed yet; assess it first`, { details: [{ pointer: '/round', got: code, message: 'assessment.none' }] });
  const area = assessment.body.areas.find(({ areaId, code: areaCode }) => areaId === wanted || areaCode === wanted);
  if (area === undefined || !inScope(user, area.areaId)) throw new Fault('invalid', `there is no area ${wanted} in the assessment of ${code}`, { details: [{ pointer: '/area', got: wanted, message: 'area.unknown' }] });
  if (!(await eligibleAreas(store, round, assessment)).has(area.areaId)) throw notSevere(area.code);
  const row: Nomination = {
    id: newId(at), roundId: round.id, assessmentId: assessment.id, areaId: area.areaId, ...text, place, state: 'proposed', nominatedBy: user.id, nominatedAt: nowInstant(at), decidedBy: null, decidedAt: null, decisionReason: null, synthetic: round.synthetic, revision: 1,
  };
  await store.write(async (tx) => {
    await requireDecision(tx);
    const same = (await nominationsOfRound(tx, round.id)).find((other) => other.areaId === row.areaId && other.place === place && (other.state === 'proposed' || other.state === 'approved'));
    if (same !== undefined) throw new Fault('duplicate', `"${place}" is nominated in ${area.code} already`, { details: [{ pointer: '/place', got: place, message: 'nomination.duplicate' }] });
    await insertNomination(tx, row);
  });
  return requireView(store, user, row.id);
}

async function requireView(store: Store, user: CurrentUser, id: string): Promise<NominationView> {
  const row = await nominationById(store.read, id);
  const [view] = row === undefined ? [] : await viewsOf(store.read, [row], user);
  if (view === undefined) throw gone(id);
  return view;
}

export interface DecideNomination {
  user: CurrentUser;
  at: number;
  id: string;
  action: NominationAction;
  revision: number;
  /** Wanted for refusing and withdrawing. */
  reason?: string | undefined;
}

/** @throws Fault `not-found`, `not-allowed`, `own-work`, `illegal-transition`, `invalid` for a missing reason, `conflict`, `stale-revision`, `person-data-refused` */
export async function decideNomination(store: Store, { user, at, id, action, revision, reason }: DecideNomination): Promise<NominationView> {
  demand(user, action === 'withdraw' ? 'schedules.create' : 'schedules.approve');
  const said = reason?.trim() ?? '';
  if (action !== 'approve' && said === '') throw new Fault('invalid', `a nomination is ${NEXT[action]} with a written reason`, { details: [{ pointer: '/reason', message: 'nomination.reason' }] });
  const seen = await nominationById(store.read, id);
  if (seen === undefined || !inScope(user, seen.areaId)) throw gone(id);
  const round = await roundById(store.read, seen.roundId);
  const assessment = await newestAssessment(store.read, seen.roundId);
  const stillSevere = round !== undefined && assessment !== undefined && (await eligibleAreas(store, round, assessment)).has(seen.areaId);
  await store.write(async (tx) => {
    const row = await nominationById(tx, id);
    if (row === undefined) throw gone(id);
    // decided on the rows of this transaction: two planners who answer at once cannot both be the second
    const denied = whyNot(action, row, user);
    if (denied !== undefined && row.revision === revision) throw new Fault(denied.code === 'own-work' ? 'own-work' : 'illegal-transition', denied.en, { details: [{ message: denied.code === 'own-work' ? 'nomination.own' : 'nomination.state', parameters: { state: row.state } }] });
    if (action === 'approve') {
      await requireDecision(tx);
      const newest = await newestAssessment(tx, row.roundId);
      if (!stillSevere || newest === undefined || !isSevereAndFirm(newest, row.areaId)) throw notSevere(newest?.body.areas.find(({ areaId }) => areaId === row.areaId)?.code ?? row.areaId);
    }
    await changeNomination(tx, id, revision, { state: NEXT[action], decidedBy: user.id, decidedAt: nowInstant(at), decisionReason: said === '' ? null : said });
    tx.audit({ actorId: user.id, action: `nomination.${action}`, subject: 'nomination', subjectId: id, reason: said === '' ? undefined : said, detail: { from: row.state, to: NEXT[action], nominatedBy: row.nominatedBy } });
  });
  return requireView(store, user, id);
}

/** A place that is on a task must have been approved, and be so still. @throws Fault `conflict` naming the tasks */
export async function requireApprovedPlaces(tx: Tx, tasks: readonly { number: string; nominationId: string | null; state: string }[]): Promise<void> {
  const named = tasks.filter(({ nominationId, state }) => nominationId !== null && state === 'planned');
  const rows = new Map((await nominationsById(tx, named.flatMap(({ nominationId }) => nominationId ?? []))).map((row) => [row.id, row]));
  const lost = named.filter(({ nominationId }) => rows.get(nominationId ?? '')?.state !== 'approved').map(({ number }) => number);
  if (lost.length > 0) throw new Fault('conflict', `the nominated place of ${lost.join(', ')} is not approved any more; plan again without it`, { details: [{ message: 'nomination.lost', parameters: { tasks: lost.join(', ') } }] });
}
