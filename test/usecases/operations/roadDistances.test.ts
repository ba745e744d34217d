/** Kilometres from a road server: what it is asked, how its table is read, and what stands in where it does not answer. */
import { expect } from 'chai';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { byRoad } from '../../../analysis/operations/route.ts';
import type { Point } from '../../../analysis/operations/types.ts';
import { roadDistances, straightLines } from '../../../server/routing/roadDistances.ts';
import { startApp } from '../../support/app.ts';

interface Heard {
  method: string | undefined;
  url: string;
  body: string;
}

/** Twice the straight line, so that nobody takes it for the 1.3 of straight lines. */
const twice = (from: Point, to: Point): number => (2 / 1.3) * byRoad(from, to);

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
};

/** The table service of OSRM and the matrix service of Valhalla, over roads of twice the straight line. */
function answerOf({ url, body }: Heard): unknown {
  if (url.startsWith('/sources_to_targets')) {
    const { sources, targets } = JSON.parse(body) as Record<'sources' | 'targets', { lat: number; lon: number }[]>;
    const point = ({ lat, lon }: { lat: number; lon: number }): Point => ({ latitude: lat, longitude: lon });
    return { units: 'kilometers', sources_to_targets: sources.map((from, i) => targets.map((to, j) => ({ distance: twice(point(from), point(to)), time: 60, from_index: i, to_index: j }))) };
  }
  const { pathname, searchParams } = new URL(url, 'http://x');
  const points = (pathname.split('/').at(-1) ?? '').split(';').map((pair) => pair.split(',').map(Number)).map(([longitude = NaN, latitude = NaN]): Point => ({ longitude, latitude }));
  const chosen = (name: string): Point[] => (searchParams.get(name) ?? '').split(';').flatMap((i) => points[Number(i)] ?? []);
  return { code: 'Ok', distances: chosen('sources').map((from) => chosen('destinations').map((to) => 1000 * twice(from, to))) };
}

describe('kilometres from a road server', () => {
  let server: Server;
  let base = '';
  let heard: Heard[] = [];
  let answer: (asked: Heard) => { status?: number; json: unknown } = (asked) => ({ json: answerOf(asked) });
  const warned: string[] = [];
  const warn = (sentence: string): void => { warned.push(sentence); };
  const grid = (count: number): Point[] => Array.from({ length: count }, (_, i) => ({ longitude: 116 + (i % 7) / 50, latitude: 23 + Math.floor(i / 7) / 50 }));
  const [a, b] = grid(2) as [Point, Point];

  before(async () => {
    server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const asked = { method: request.method, url: request.url ?? '', body };
        heard.push(asked);
        const { status = 200, json } = answer(asked);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    heard = [];
    warned.length = 0;
    answer = (asked) => ({ json: answerOf(asked) });
  });
  after(() => server.close());

  it('asks nobody where no server is named', async () => {
    const { distance, note } = await roadDistances({ routingUrl: undefined, routingEngine: 'osrm' }, warn)(grid(3));
    expect(distance(a, b)).to.equal(byRoad(a, b));
    expect(note.code).to.equal('road-factor');
    expect(await straightLines([])).to.include({ distance: byRoad });
    expect(heard).to.deep.equal([]);
  });

  for (const routingEngine of ['osrm', 'valhalla'] as const) {
    it(`${routingEngine}: 30 places are asked in four tables, and each pair has its kilometres`, async () => {
      const points = grid(30);
      const roads = roadDistances({ routingUrl: base, routingEngine }, warn);
      const { distance, note } = await roads([...points, ...points]);
      expect(note.code).to.equal('road-server');
      expect(heard).to.have.length(4);
      for (const { method, url } of heard) expect([method, url.slice(0, 18)]).to.deep.equal(routingEngine === 'osrm' ? ['GET', '/table/v1/driving/'] : ['POST', '/sources_to_targets'.slice(0, 18)]);
      for (const from of points) for (const to of points) if (from !== to) expect(distance(from, to)).to.be.closeTo(twice(from, to), 1e-6);
      await roads(points);
      expect(heard, 'a table that is known is not asked for again').to.have.length(4);
    });

    it(`${routingEngine}: where no road leads, the straight line stands and the note counts the pairs`, async () => {
      answer = () => ({ json: routingEngine === 'osrm' ? { code: 'Ok', distances: [[0, null], [3000, 0]] } : { sources_to_targets: [[{ distance: 0 }, { distance: null }], [{ distance: 3 }, { distance: 0 }]] } });
      const { distance, note } = await roadDistances({ routingUrl: base, routingEngine }, warn)([a, b]);
      expect([distance(a, b), distance(b, a)]).to.deep.equal([byRoad(a, b), 3]);
      expect(note.code).to.equal('road-partly');
      expect(note.en).to.include('between 1 pairs');
    });
  }

  for (const [what, given] of [
    ['an error', { status: 500, json: {} }],
    ['a refusal', { json: { code: 'TooBig', message: 'too many' } }],
    ['a table of another size', { json: { code: 'Ok', distances: [[0]] } }],
    ['a distance below 0', { json: { code: 'Ok', distances: [[0, -1], [1, 0]] } }],
    ['no table', { json: { code: 'Ok' } }],
    ['no object', { json: null }],
  ] as const) {
    it(`${what} costs nobody the plan: straight lines, said on the page and in the log`, async () => {
      answer = () => given;
      const roads = roadDistances({ routingUrl: base, routingEngine: 'osrm' }, warn);
      const { distance, note } = await roads([a, b]);
      expect([note.code, distance(a, b)]).to.deep.equal(['road-unreachable', byRoad(a, b)]);
      expect(warned).to.have.length(1);
      answer = (asked) => ({ json: answerOf(asked) });
      expect((await roads([a, b])).note.code, 'it is asked again the next time').to.equal('road-server');
    });
  }

  it('a connection that the server closed while nobody asked is opened anew', async () => {
    const roads = roadDistances({ routingUrl: base, routingEngine: 'valhalla' }, warn);
    await roads([a, b]);
    server.closeAllConnections();
    expect((await roads(grid(3))).note.code).to.equal('road-server');
  });

  it('nobody listening, and more places than are asked for', async () => {
    const gone = await roadDistances({ routingUrl: 'http://127.0.0.1:1', routingEngine: 'osrm' }, warn)([a, b]);
    expect(gone.note.code).to.equal('road-unreachable');
    const many = await roadDistances({ routingUrl: base, routingEngine: 'osrm' }, warn)(grid(251));
    expect(many.note.en).to.include('251 places');
    expect(heard).to.deep.equal([]);
  });

  it('the server asks whom its settings name', async () => {
    const app = await startApp({ environment: { ROUTING_URL: `${base}/`, ROUTING_ENGINE: 'valhalla' } });
    try {
      expect((await app.server.services.roads([a, b])).note.code).to.equal('road-server');
      expect(heard.map(({ url }) => url)).to.deep.equal(['/sources_to_targets']);
    } finally {
      await app.close();
    }
  });
});
