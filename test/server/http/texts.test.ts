/**
 * No writing route lets in what names a person: each text of each body is tried with an identity number. Nothing is
 * written, and the answer names the field. Lists that are answered item by item are tried with real items.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { auditEntry, things } from '../../../models/schemas/index.ts';
import { ROLES } from '../../../models/schemas/vocabulary.ts';
import { resources } from '../../../server/resources/index.ts';
import type { Route } from '../../../server/http/route.ts';
import { anyValue, type Schema } from '../../support/anyValue.ts';
import type { Agent, Answer } from '../../support/agent.ts';
import { startApp, type TestApp } from '../../support/app.ts';
import type { Problem } from '../../../server/problems.ts';
import { ok, ROUND, sampleAt, startLaboratory, type Laboratory } from '../../usecases/support/laboratory.ts';

const IDENTITY = '445224199001011238';
const MOBILE = '13800138000';

interface Leaf {
  pointer: string;
  longest: number;
  make: (text: string) => unknown;
  note: 'secret' | 'judged' | undefined;
}
type Node = Schema & { 'x-texts'?: 'secret' | 'judged'; format?: string };

const filler = (schema: Schema): unknown => fc.sample(anyValue(schema), { numRuns: 1, seed: 3 })[0];

/** Every text of a schema that a person could fill. Closed words, dates and files are none. */
function leavesOf(node: Node, pointer = ''): Leaf[] {
  const noted = (leaves: Leaf[]): Leaf[] => leaves.map((leaf) => ({ ...leaf, note: node['x-texts'] ?? leaf.note }));
  if (node.enum !== undefined || node.const !== undefined || node.contentEncoding !== undefined || node.format !== undefined) return [];
  if (node.anyOf !== undefined) return node.anyOf.flatMap((branch) => leavesOf(branch, pointer));
  if (node.type === 'string') return node.pattern !== undefined && !new RegExp(node.pattern).test(IDENTITY) ? [] : noted([{ pointer, longest: node.maxLength ?? 200, make: (text) => text, note: undefined }]);
  if (node.type === 'array' && node.items !== undefined && node.items !== false) {
    const { items } = node;
    const others = Array.from({ length: Math.max(0, (node.minItems ?? 0) - 1) }, () => filler(items));
    return noted(leavesOf(items, `${pointer}/0`).map((leaf) => ({ ...leaf, make: (text) => [leaf.make(text), ...others] })));
  }
  if (node.type !== 'object') return node.type === undefined && node.properties === undefined ? noted([{ pointer, longest: 200, make: (text) => text, note: undefined }]) : [];
  const required = Object.fromEntries((node.required ?? []).map((name) => [name, filler(node.properties?.[name] ?? {})]));
  const named = Object.entries(node.properties ?? {}).flatMap(([name, property]) => leavesOf(property, `${pointer}/${name}`).map((leaf) => ({ ...leaf, make: (text: string) => ({ ...required, [name]: leaf.make(text) }) })));
  const free = typeof node.additionalProperties === 'object' ? leavesOf(node.additionalProperties, `${pointer}/any`).map((leaf) => ({ ...leaf, make: (text: string) => ({ ...required, any: leaf.make(text) }) })) : [];
  const open = free.length > 0 ? [{ pointer, longest: 200, make: (text: string) => ({ ...required, [text]: filler(node.additionalProperties as Schema) }), note: undefined }] : [];
  return noted([...named, ...free, ...open]);
}

const writing: readonly Route[] = resources.flat().filter(({ method }) => method !== 'get');
const isFile = ({ body }: Route): boolean => body !== undefined && 'x-media-types' in body;

/** A request with one text of its body or of its query. */
interface Attempt extends Omit<Leaf, 'make'> {
  send: (agent: Agent, text: string) => Promise<Answer>;
}
function attemptsOf(route: Route): Attempt[] {
  const required = Object.fromEntries(Object.entries(route.query.properties as Record<string, Schema>).filter(([name]) => route.query.required?.includes(name)).map(([name, property]) => [name, String(filler(property))]));
  const send = (agent: Agent, query: Record<string, string>, body: unknown): Promise<Answer> =>
    agent.request(route.method.toUpperCase(), `${route.path.replace(/:\w+/g, 'abcdefgh')}?${new URLSearchParams(query).toString()}`, isFile(route) ? undefined : body, { headers: { 'if-match': '"1"', 'accept-language': 'en' } });
  const bodies = route.body === undefined || isFile(route) ? [] : leavesOf(route.body as Node);
  return [
    ...bodies.map((leaf) => ({ ...leaf, send: (agent: Agent, text: string) => send(agent, required, leaf.make(text)) })),
    ...leavesOf(route.query as Node, '/query').map((leaf) => ({ ...leaf, send: (agent: Agent, text: string) => send(agent, { ...required, ...(leaf.make(text) as Record<string, string>) }, undefined) })),
  ];
}

describe('texts of bodies', () => {
  let app: TestApp;
  let all: Agent;
  before(async () => {
    app = await startApp();
    all = await app.person({ roles: ROLES });
  });
  after(() => app.close());

  const rows = async (): Promise<number[]> => Promise.all([...things.values()].map((thing) => app.store.read.count(thing)));

  it('each text of each body with an identity or mobile number is refused by name, and nothing is written', async () => {
    const before = await rows();
    let tried = 0;
    const missed: string[] = [];
    for (const route of writing) {
      for (const leaf of attemptsOf(route)) {
        if (leaf.note !== undefined || leaf.longest < MOBILE.length) continue;
        const number = leaf.longest < IDENTITY.length ? MOBILE : IDENTITY;
        const answer = await leaf.send(all, number);
        const { code, details } = answer.as<Problem>();
        tried += 1;
        if (answer.status !== 422 || code !== 'person-data-refused' || details[0]?.pointer !== leaf.pointer || answer.text.includes(number)) missed.push(`${route.method} ${route.path} ${leaf.pointer}: ${String(answer.status)} ${answer.text.slice(0, 300)}`);
      }
    }
    expect(missed).to.deep.equal([]);
    expect(writing.length).to.be.greaterThan(50);
    expect(tried).to.be.greaterThan(200);
    expect(await rows()).to.deep.equal(before);
  }).timeout(60_000);

  it('each text with a character that turns it around is refused by name and place', async () => {
    for (const route of writing) {
      for (const leaf of attemptsOf(route)) {
        if (leaf.note !== undefined || leaf.longest < 3) continue;
        const answer = await leaf.send(all, 'a\u202eb');
        if (answer.as<Problem>().details[0]?.message.startsWith('validation.') === true) continue; // a pattern refused it before
        expect(answer.as<Problem>().details[0], `${route.method} ${route.path} ${leaf.pointer}`).to.deep.include({ pointer: leaf.pointer, message: 'text.direction' });
        expect(answer.as<Problem>().detail).to.match(/^[A-Z].*: character 2, U\+202E, cannot be seen/);
      }
    }
  }).timeout(60_000);

  it('says in words of the screen which field it is', async () => {
    const answer = await all.post('/api/units', { code: 'U1', nameZh: '一队', nameEn: `Unit ${MOBILE}` }, { headers: { 'accept-language': 'en' } });
    expect(answer.status).to.equal(422);
    const person = await all.post('/api/users', { username: 'wang', displayName: `王 ${MOBILE}`, roles: ['technician'], areaCodes: [], password: 'river stones and reeds' }, { headers: { 'accept-language': 'zh-CN' } });
    expect(person.as<Problem>().detail).to.match(/^姓名：疑似手机号码/);
  });

  it('what is not looked at is either compared and never kept, or answered item by item', () => {
    const noted = (note: 'secret' | 'judged'): string[] => [...new Set(writing.flatMap((route) => attemptsOf(route).filter((leaf) => leaf.note === note).map((leaf) => `${route.path} ${note === 'judged' ? (leaf.pointer.split('/')[1] ?? '') : leaf.pointer}`)))].sort();
    expect(noted('judged')).to.deep.equal(['/api/custody-events events', '/api/result-transitions values', '/api/results cells']);
    expect(noted('secret').every((place) => /\/(password|newPassword|token)$/.test(place) || place === '/api/session /username'), noted('secret').join('\n')).to.equal(true);
  });
});

describe('texts of items', () => {
  let laboratory: Laboratory;
  before(async function () {
    this.timeout(60_000);
    laboratory = await startLaboratory({ receive: 3 });
  });
  after(() => laboratory.close());

  it('of cells: the value, the remark and the reason', async () => {
    const bottle = sampleAt(laboratory, 0);
    const cell = { sampleId: bottle.id, analyteId: 'meth', rawText: '40', revision: 0 };
    const entries = await laboratory.app.store.read.count(auditEntry);
    for (const [name, text, code] of [['rawText', MOBILE, 'person-data-refused'], ['rawText', '4\u200b0', 'invisible-character'], ['remark', `找 ${IDENTITY}`, 'person-data-refused'], ['remark', 'a\u202eb', 'invalid'], ['reason', `一三八〇〇一三八〇〇〇`, 'person-data-refused']] as const) {
      const { refused } = ok<{ refused: { code: string; sentence: string }[] }>(await laboratory.technician.post('/api/results', { round: ROUND, cells: [{ ...cell, [name]: text }] }));
      expect(refused[0]?.code, `${name} ${refused[0]?.sentence ?? ''}`).to.equal(code);
      expect(refused[0]?.sentence).not.to.include(text);
    }
    expect(await laboratory.app.store.read.count(auditEntry)).to.equal(entries);
  });

  it('of custody events: seal, from, to and what deviated', async () => {
    const bottle = sampleAt(laboratory, 1);
    for (const name of ['seal', 'from', 'to', 'deviation']) {
      for (const [text, code] of [[MOBILE, 'person-data-refused'], ['a\u202eb', 'invalid']] as const) {
        const event = { sampleId: bottle.id, revision: bottle.revision, kind: 'dispose', at: '2018-01-10T10:00:00+08:00', from: '甲', to: '乙', [name]: text };
        const { done, refused } = ok<{ done: unknown[]; refused: { code: string; sentence: string }[] }>(await laboratory.technician.post('/api/custody-events', { events: [event] }, { headers: { 'accept-language': 'en' } }));
        expect(done).to.deep.equal([]);
        expect(refused[0]?.code, `${name}: ${refused[0]?.sentence ?? ''}`).to.equal(code);
        expect(refused[0]?.sentence).to.match(new RegExp(`^${name}: `));
      }
    }
  });
});
