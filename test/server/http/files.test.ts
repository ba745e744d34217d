import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import type { Problem } from '../../../server/problems.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';

const PATH = '/api/imports/results-long?dryRun=true&round=2018-Q1&fileName=results.csv';

describe('uploaded files', () => {
  let app: TestApp;
  let technician: Agent;
  beforeEach(async () => {
    app = await startApp({ environment: { MAX_FILE_MB: '2' } });
    technician = await app.as('technician');
  });
  afterEach(() => app.close());

  /** Begins an upload and sends only part of it. */
  const begin = async (announced: number, content: string): Promise<{ socket: Socket; answer: Promise<string> }> => {
    const { hostname, port, host } = new URL(app.url);
    const socket = connect(Number.parseInt(port, 10), hostname);
    await once(socket, 'connect');
    const chunks: Buffer[] = [];
    const answer = new Promise<string>((resolve) => {
      socket
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('error', () => undefined)
        .on('close', () => resolve(Buffer.concat(chunks).toString()));
    });
    socket.write(
      `POST ${PATH} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${app.url}\r\nCookie: ${technician.cookieName}=${technician.token ?? ''}\r\nContent-Type: text/csv\r\nContent-Length: ${announced}\r\n\r\n${content}`,
    );
    return { socket, answer };
  };

  it('above the limit are refused with the limit, and the next one is read', async () => {
    const large = await technician.post(PATH, undefined, { raw: Buffer.alloc(2_000_001, 'a'), headers: { 'content-type': 'text/csv' } });
    expect(large.status).to.equal(413);
    expect(large.as<Problem>().facts).to.deep.equal({ limit: 2_000_000 });
    const small = await technician.post(PATH, undefined, { raw: 'sample,analyte\n', headers: { 'content-type': 'text/csv' } });
    expect(small.status).to.be.below(500).and.not.equal(413);
  });

  it('must say what they are, and must be there', async () => {
    expect((await technician.post(PATH, { a: 1 })).status).to.equal(415);
    expect((await technician.post(PATH)).as<Problem>().details[0]?.message).to.equal('http.body-missing');
  });

  it('are held two at a time; a third is asked to wait, and is read once there is room', async () => {
    const half = [await begin(1000, 'sample,'), await begin(1000, 'sample,')];
    let third = await technician.post(PATH, undefined, { raw: 'a,b\n', headers: { 'content-type': 'text/csv' } });
    // the two may still be on their way through sign-in
    for (let tries = 0; third.status !== 503 && tries < 50; tries += 1) {
      third = await technician.post(PATH, undefined, { raw: 'a,b\n', headers: { 'content-type': 'text/csv' } });
    }
    expect(third.status).to.equal(503);
    expect(third.headers.get('retry-after')).to.equal('2');
    for (const { socket } of half) socket.destroy();
    await Promise.all(half.map(({ answer }) => answer));
    let after = third;
    for (let tries = 0; after.status === 503 && tries < 50; tries += 1) {
      after = await technician.post(PATH, undefined, { raw: 'a,b\n', headers: { 'content-type': 'text/csv' } });
    }
    expect(after.status).not.to.equal(503);
  });

  it('that break off write nothing, and say so', async () => {
    const before = await app.store.revision();
    const { socket, answer } = await begin(5000, 'sample,analyte,value\nHL-1,methamphetamine,12.5\n');
    socket.end();
    expect(await answer)
      .to.match(/^HTTP\/1\.1 400 /)
      .and.contain('nothing was written');
    expect(await app.store.revision()).to.equal(before);
    expect((await technician.get('/readyz')).status).to.equal(200);
  });
});
