import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import fc from 'fast-check';
import { Fault } from '../../../models/errors.ts';
import { MAXIMUM_DEPTH, readJson } from '../../../server/http/readJson.ts';
import type { Problem } from '../../../server/problems.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';

const refusal = (text: string | Buffer): Fault => {
  try {
    readJson(Buffer.from(text));
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error(`${text.toString().slice(0, 60)} was taken`);
};
const message = (text: string | Buffer) => refusal(text).details[0]?.message;

describe('JSON from outside', () => {
  it('reads what JSON.parse reads, whatever is in it', () => {
    const documents = fc.jsonValue({ maxDepth: 8 }).filter((value) => !/"(__proto__|constructor|prototype)":/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(documents, fc.boolean(), (value, wide) => {
        const text = JSON.stringify(value, null, wide ? 2 : 0);
        expect(readJson(Buffer.from(text))).to.deep.equal(JSON.parse(text));
      }),
      { seed: 20180101, numRuns: 500 },
    );
  });

  it(`takes ${MAXIMUM_DEPTH} levels and not one more, mixed or plain`, () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(readJson(Buffer.from(nested(MAXIMUM_DEPTH)))).to.be.an('array');
    expect(message(nested(MAXIMUM_DEPTH + 1))).to.equal('json.depth');
    expect(message('{"a":['.repeat(20) + ']}'.repeat(20))).to.equal('json.depth');
    expect(message('['.repeat(49_000))).to.equal('json.depth');
  });

  it('takes brackets, quotes and commas inside texts for what they are', () => {
    const value = { a: '[[[[{"b": "c\\', 'k"{': ['\\"', ',"a":1', ''] };
    expect(readJson(Buffer.from(JSON.stringify(value)))).to.deep.equal(value);
  });

  it('refuses a key that occurs twice in one object, also when it is written in two ways', () => {
    expect(message('{"a":1,"b":2,"a":3}')).to.equal('json.duplicate-key');
    expect(message('{"x":{"value":1,"\\u0076alue":2}}')).to.equal('json.duplicate-key');
    expect(readJson(Buffer.from('[{"a":1},{"a":2},{"b":{"a":1},"a":2}]'))).to.have.length(3);
  });

  it('refuses __proto__ and its kind, also escaped, and nothing reaches any prototype', () => {
    for (const text of ['{"__proto__":{"admin":true}}', '{"a":{"\\u005f_proto__":1}}', '{"constructor":{"prototype":{"admin":true}}}']) {
      expect(message(text), text).to.equal('json.forbidden-key');
    }
    expect(({} as Record<string, unknown>)['admin']).to.equal(undefined);
  });

  it('refuses numbers that would become Infinity, and takes the largest that does not', () => {
    expect(message('{"value":1e400}')).to.equal('json.number');
    expect(message('{"value":-1E+999}')).to.equal('json.number');
    expect(message(`{"value":${'9'.repeat(400)}}`)).to.equal('json.number');
    expect(readJson(Buffer.from('[1e308,-0.5,"1e400"]'))).to.deep.equal([1e308, -0.5, '1e400']);
  });

  it('says at which character the syntax is wrong, and refuses other encodings', () => {
    const fault = refusal('{"a":1,}');
    expect(fault.details[0]?.message).to.equal('json.syntax');
    expect(fault.details[0]?.parameters?.['position']).to.equal('7');
    expect(message('{"a":NaN}')).to.equal('json.syntax');
    expect(refusal(Buffer.from('{"a":"惠来"}', 'utf16le')).code).to.be.oneOf(['unsupported-encoding', 'invalid']);
    expect(refusal(Buffer.from([0x22, 0xff, 0xfe, 0x22])).code).to.equal('unsupported-encoding');
  });
});

describe('bodies', () => {
  let app: TestApp;
  let admin: Agent;
  before(async () => {
    app = await startApp();
    admin = await app.as('admin');
  });
  after(() => app.close());

  const open = async (): Promise<Socket> => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number.parseInt(port, 10), hostname);
    await once(socket, 'connect');
    return socket;
  };
  const everything = async (socket: Socket): Promise<string> => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
    if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
    return Buffer.concat(chunks).toString();
  };
  /** Waits until more can be written, or never will be. */
  const roomOrEnd = (socket: Socket): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        socket.off('drain', done).off('close', done);
        resolve();
      };
      socket.on('drain', done).on('close', done);
      if (socket.destroyed) done();
    });
  const head = (more: string) =>
    `POST /api/users HTTP/1.1\r\nHost: ${new URL(app.url).host}\r\nOrigin: ${app.url}\r\nCookie: ${admin.cookieName}=${admin.token ?? ''}\r\nContent-Type: application/json\r\n${more}\r\n\r\n`;

  it('refuses the guards over HTTP too', async () => {
    const answer = await admin.post('/api/users', undefined, {
      raw: '{"username":"a","username":"b"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).to.equal(422);
    expect(answer.as<Problem>().details[0]).to.include({ message: 'json.duplicate-key', got: 'username' });
  });

  it('wants JSON to be called JSON: a form of another site cannot be', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
      const answer = await admin.post('/api/users', undefined, { raw: '{}', headers: { 'content-type': type } });
      expect(answer.status, type).to.equal(415);
    }
  });

  it('says that the body is missing', async () => {
    const answer = await admin.post('/api/users');
    expect(answer.status).to.equal(422);
    expect(answer.as<Problem>().details[0]?.message).to.equal('http.body-missing');
  });

  it('does not unpack compressed bodies', async () => {
    const answer = await admin.post('/api/users', {}, { headers: { 'content-encoding': 'gzip' } });
    expect(answer.status).to.equal(415);
  });

  it('refuses 200 MB by its announced length at once, and goes on', async () => {
    const started = performance.now();
    const socket = await open();
    socket.write(head('Content-Length: 200000000'));
    const answer = await everything(socket);
    expect(answer)
      .to.match(/^HTTP\/1\.1 413 /)
      .and.contain('"code":"too-large"');
    expect(performance.now() - started).to.be.below(2000);
    expect((await admin.get('/api/session')).status).to.equal(200);
  });

  it('cuts a body of unknown length as soon as it is too much: 200 MB cost no memory', async () => {
    const before = process.memoryUsage().rss;
    const started = performance.now();
    const socket = await open();
    const answered = everything(socket);
    socket.write(head('Transfer-Encoding: chunked'));
    const megabyte = Buffer.from(`100000\r\n${'a'.repeat(1_048_576)}\r\n`);
    for (let sent = 0; sent < 200 && socket.writable; sent += 1) {
      if (!socket.write(megabyte)) await roomOrEnd(socket);
    }
    expect(await answered).to.match(/^HTTP\/1\.1 413 /);
    expect(performance.now() - started).to.be.below(5000);
    expect(process.memoryUsage().rss - before).to.be.below(100_000_000);
    expect((await admin.get('/readyz')).status).to.equal(200);
  });

  it('asks a careful sender not to send at all', async () => {
    const socket = await open();
    socket.write(head('Content-Length: 200000000\r\nExpect: 100-continue'));
    const answer = await everything(socket);
    expect(answer)
      .to.match(/^HTTP\/1\.1 413 /)
      .and.not.contain('100 Continue');
    const small = await open();
    small.write(head('Content-Length: 2\r\nConnection: close\r\nExpect: 100-continue'));
    const [first] = (await once(small, 'data')) as [Buffer];
    expect(first.toString()).to.match(/^HTTP\/1\.1 100 Continue/);
    small.write('{}');
    expect(await everything(small)).to.match(/HTTP\/1\.1 422 /);
  });

  it('writes nothing of an upload that broke off, and says so', async () => {
    const before = await app.store.revision();
    const socket = await open();
    const answered = everything(socket);
    socket.write(head('Content-Length: 500'));
    socket.end('{"username":"half","displayName":"half","roles":[],"password":"a quiet heron stands"}');
    expect(await answered)
      .to.match(/^HTTP\/1\.1 400 /)
      .and.contain('nothing was written');
    expect(await app.store.revision()).to.equal(before);
    expect((await admin.get('/readyz')).status).to.equal(200);
  });

  it('asks who is there before it reads a body', async () => {
    const socket = await open();
    socket.write(
      `POST /api/users HTTP/1.1\r\nHost: ${new URL(app.url).host}\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n`,
    );
    expect(await everything(socket)).to.match(/^HTTP\/1\.1 401 /);
  });
});
