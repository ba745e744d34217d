import { mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { compressFiles } from '../../../server/build/compressFiles.ts';
import { ok, ROUND, startLaboratory, type Laboratory } from '../../usecases/support/laboratory.ts';
import { rawGet, type RawAnswer } from '../../support/rawGet.ts';
import type { Agent } from '../../support/app.ts';

const DECODERS = { br: brotliDecompressSync, gzip: gunzipSync, identity: (bytes: Buffer): Buffer => bytes } as const;
type Coding = keyof typeof DECODERS;

/** What a client may say, and what it then gets of something that is there in every coding. */
const WISHES: readonly [accept: string | undefined, coding: Coding][] = [
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0, gzip;q=0', 'identity'],
  ['identity', 'identity'],
  ['zstd', 'identity'],
  ['*;q=0', 'identity'],
  [undefined, 'identity'],
];

const codingOf = ({ headers }: RawAnswer): string => headers['content-encoding'] ?? 'identity';
const decoded = (answer: RawAnswer): string => DECODERS[codingOf(answer) as Coding](answer.bytes).toString();
const accepting = (accept: string | undefined): Record<string, string> => (accept === undefined ? {} : { 'accept-encoding': accept });

describe('compression', function () {
  this.timeout(60_000);
  let laboratory: Laboratory;
  let technician: Agent;
  let clientDir: string;
  const SCRIPT = `export const words = ${JSON.stringify('水鉴 '.repeat(1000))};\n`;
  const SMALL = 'export {};\n';
  before(async () => {
    clientDir = await mkdtemp(join(tmpdir(), 'shuijian-client-'));
    await mkdir(join(clientDir, 'assets'));
    await writeFile(join(clientDir, 'index.html'), '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__">');
    for (const [name, text] of [['long.js', SCRIPT], ['gone.js', SCRIPT], ['small.js', SMALL], ['face.woff2', SCRIPT]] as const) await writeFile(join(clientDir, 'assets', name), text);
    expect(await compressFiles(clientDir), 'files that were worth it').to.equal(2);
    // made later: the build has not seen it
    await writeFile(join(clientDir, 'assets', 'late.js'), SCRIPT);
    laboratory = await startLaboratory({ receive: 1, app: { clientDir } });
    technician = laboratory.technician;
  });
  after(async () => {
    await laboratory?.close();
    await rm(clientDir, { recursive: true });
  });

  describe('of built files, done once', () => {
    const get = (name: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET'): Promise<RawAnswer> => rawGet(technician, `/assets/${name}`, headers, method);

    it('goes by what the client takes, and the plain file is there for who takes none', async () => {
      const tags = new Map<string, string>();
      for (const [accept, coding] of WISHES) {
        const answer = await get('long.js', accepting(accept));
        expect([answer.status, codingOf(answer)], accept).to.deep.equal([200, coding]);
        expect(decoded(answer), accept).to.equal(SCRIPT);
        expect(answer.headers, accept).to.include({ vary: 'Accept-Encoding', 'cache-control': 'public, max-age=31536000, immutable', 'content-length': String(answer.bytes.length) });
        expect(answer.headers['content-type'], accept).to.match(/^text\/javascript; charset=utf-8$/i);
        tags.set(coding, answer.headers.etag ?? '');
      }
      expect(new Set(tags.values()).size, 'a tag for each coding').to.equal(3);
    });

    it('costs a fifth of the bytes, and small files and fonts stay as they are', async () => {
      expect((await get('long.js', accepting('br'))).bytes.length).to.be.below(SCRIPT.length / 5);
      for (const name of ['small.js', 'face.woff2']) expect(codingOf(await get(name, accepting('br, gzip'))), name).to.equal('identity');
    });

    it('HEAD says what GET would send', async () => {
      const [head, whole] = [await get('long.js', accepting('br'), 'HEAD'), await get('long.js', accepting('br'))];
      expect(head.bytes).to.have.length(0);
      for (const name of ['content-encoding', 'content-length', 'content-type', 'etag', 'vary'] as const) expect(head.headers[name], name).to.equal(whole.headers[name]);
    });

    it('304 for the coding that is held, 200 for another', async () => {
      const held = (await get('long.js', accepting('br'))).headers.etag ?? '';
      const same = await get('long.js', { ...accepting('br'), 'if-none-match': held });
      expect([same.status, same.bytes.length, same.headers['content-encoding']]).to.deep.equal([304, 0, undefined]);
      expect((await get('long.js', { ...accepting('gzip'), 'if-none-match': held })).status).to.equal(200);
    });

    it('a part is a part of what would be sent, and never compressed anew', async () => {
      const whole = await get('long.js', accepting('br'));
      const part = await get('long.js', { ...accepting('br'), range: 'bytes=10-19' });
      expect([part.status, part.headers['content-range']]).to.deep.equal([206, `bytes 10-19/${String(whole.bytes.length)}`]);
      expect(part.bytes).to.deep.equal(whole.bytes.subarray(10, 20));
      const late = await get('late.js', { ...accepting('br, gzip, deflate'), range: 'bytes=0-2047' });
      expect([late.status, codingOf(late), late.bytes.length]).to.deep.equal([206, 'identity', 2048]);
      expect(late.bytes).to.deep.equal(Buffer.from(SCRIPT).subarray(0, 2048));
    });

    it('a file that is gone is a 404 that can be read', async () => {
      for (const end of ['', '.br', '.gz']) await unlink(join(clientDir, 'assets', `gone.js${end}`));
      const answer = await get('gone.js', accepting('br'));
      expect(answer.status).to.equal(404);
      expect(JSON.parse(decoded(answer))).to.include({ code: 'not-found' });
    });
  });

  describe('of answers, on the way', () => {
    const GRID = `/api/rounds/${ROUND}/grid`;
    const get = (path: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET'): Promise<RawAnswer> => rawGet(technician, path, headers, method);

    it('goes by what the client takes; every coding says the same and has the same ETag', async () => {
      const answers = [];
      for (const [accept, coding] of WISHES) {
        const answer = await get(GRID, accepting(accept));
        expect([answer.status, codingOf(answer), answer.headers['content-type']], accept).to.deep.equal([200, coding, 'application/json; charset=utf-8']);
        expect(answer.headers.vary, accept).to.contain('Accept-Encoding');
        answers.push({ text: decoded(answer), etag: answer.headers.etag });
      }
      expect(new Set(answers.map(({ text }) => text)).size).to.equal(1);
      expect(new Set(answers.map(({ etag }) => etag)).size).to.equal(1);
    });

    it('begins at one kilobyte', async () => {
      const small = await get('/healthz', accepting('br, gzip'));
      expect([codingOf(small), decoded(small)]).to.deep.equal(['identity', '{"ok":true}']);
      const session = await get('/api/session', accepting('br, gzip'));
      expect(decoded(session).length).to.be.above(1024);
      expect(codingOf(session)).to.equal('br');
    });

    it('answers 304 whatever the coding, and If-Match finds the revision that a compressed answer named', async () => {
      for (const accept of ['br', 'gzip', 'identity']) {
        const { etag = '' } = (await get('/api/rounds', accepting(accept))).headers;
        const again = await get('/api/rounds', { ...accepting('br'), 'if-none-match': etag });
        expect([again.status, again.bytes.length], accept).to.deep.equal([304, 0]);
      }
      const run = ok<{ id: string }>(await technician.post('/api/runs', { round: ROUND, matrix: laboratory.samples[0]?.matrix, methodCode: 'SJ-LCMSMS-W', instrument: 'LC-MS/MS 1', samples: [] }), 201);
      const { headers } = await get(`/api/runs/${run.id}`, accepting('br'));
      expect(headers.etag).to.match(/^"\d+"$/);
      const changed = await laboratory.manager.request('PATCH', `/api/runs/${run.id}`, { overrideReason: '加标操作失误' }, { headers: { 'if-match': headers.etag ?? '' } });
      expect(changed.status, changed.text).not.to.be.oneOf([412, 428]);
    });

    it('HEAD has no body and no coding that it did not make', async () => {
      const head = await get(GRID, accepting('br'), 'HEAD');
      expect([head.status, head.bytes.length, head.headers['content-encoding']]).to.deep.equal([200, 0, undefined]);
    });

    it('of exports: text yes, archives and pictures no', async () => {
      for (const [format, coding] of [['csv', 'br'], ['xlsx', 'identity']] as const) {
        const answer = await get(`/api/exports/samples?format=${format}&round=${ROUND}`, accepting('br, gzip'));
        expect([answer.status, codingOf(answer)], `${format}: ${answer.status === 200 ? '' : decoded(answer)}`).to.deep.equal([200, coding]);
      }
    });

    it('never of server-sent events: each arrives while the stream is open', async () => {
      const stream = request(new URL('/api/changes', technician.base), { headers: { cookie: `${technician.cookieName}=${technician.token ?? ''}`, ...accepting('br, gzip') } });
      stream.end();
      const [answer] = (await once(stream, 'response')) as [IncomingMessage];
      try {
        expect(answer.headers['content-encoding']).to.equal(undefined);
        let text = '';
        const arrived = new Promise<void>((resolve) => {
          answer.on('data', (chunk: Buffer) => {
            text += chunk.toString();
            if (text.includes('event: change')) resolve();
          });
        });
        const { revision } = await laboratory.cell(laboratory.samples[0]?.id ?? '', 'meth');
        await laboratory.record([{ sampleId: laboratory.samples[0]?.id, analyteId: 'meth', revision, rawText: '7' }]);
        await arrived;
        expect(text).to.contain('"rawText":"7"');
      } finally {
        stream.destroy();
      }
    });
  });
});
