/** Requests that wait together are done together, and none pays for another. */
import { expect } from 'chai';
import { Fault } from '../../../models/errors.ts';
import { Gathered, type Outcome } from '../../../server/usecases/results/gathered.ts';
import { rejection } from '../../support/rejection.ts';

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('gathered requests', () => {
  it('does one at once, and what came meanwhile in one piece, each with its own answer', async () => {
    const pieces: number[][] = [];
    const gathered = new Gathered<number, number>(async (requests) => {
      pieces.push([...requests]);
      await later();
      return requests.map((request): Outcome<number> => ({ answer: request * 10 }));
    }, { together: 3, waiting: 100, pieces: 1 });
    const first = gathered.ask(1);
    await later();
    const rest = [2, 3, 4, 5].map((request) => gathered.ask(request));
    expect(await first).to.equal(10);
    expect(await Promise.all(rest)).to.deep.equal([20, 30, 40, 50]);
    expect(pieces).to.deep.equal([[1], [2, 3, 4], [5]]);
  });

  it('works on several pieces side by side where it may', async () => {
    let most = 0;
    let now = 0;
    const gathered = new Gathered<number, number>(async (requests) => {
      now += 1;
      most = Math.max(most, now);
      await later();
      now -= 1;
      return requests.map((answer): Outcome<number> => ({ answer }));
    }, { together: 2, waiting: 100, pieces: 2 });
    expect(await Promise.all([1, 2, 3, 4, 5, 6, 7].map((request) => gathered.ask(request)))).to.deep.equal([1, 2, 3, 4, 5, 6, 7]);
    expect(most).to.equal(2);
  });

  it('takes requests of the same turn together', async () => {
    const sizes: number[] = [];
    const gathered = new Gathered<number, number>((requests) => {
      sizes.push(requests.length);
      return Promise.resolve(requests.map((answer): Outcome<number> => ({ answer })));
    }, { together: 64, waiting: 100, pieces: 1 });
    await Promise.all(Array.from({ length: 20 }, (_, index) => gathered.ask(index)));
    expect(sizes).to.deep.equal([20]);
  });

  it('refuses one of many alone', async () => {
    const gathered = new Gathered<number, number>((requests) => Promise.resolve(requests.map((request): Outcome<number> => (request === 2 ? { refusal: new Error('two') } : { answer: request }))), { together: 9, waiting: 9, pieces: 1 });
    const [one, two, three] = [gathered.ask(1), gathered.ask(2), gathered.ask(3)];
    expect((await rejection(two)).message).to.equal('two');
    expect([await one, await three]).to.deep.equal([1, 3]);
  });

  it('tries each alone when the piece as a whole cannot be done', async () => {
    const gathered = new Gathered<number, number>((requests) => (requests.includes(2) ? Promise.reject(new Error('lost')) : Promise.resolve(requests.map((answer): Outcome<number> => ({ answer })))), { together: 9, waiting: 9, pieces: 1 });
    const [one, two, three] = [gathered.ask(1), gathered.ask(2), gathered.ask(3)];
    expect((await rejection(two)).message).to.equal('lost');
    expect([await one, await three]).to.deep.equal([1, 3]);
    expect(await gathered.ask(4), 'goes on afterwards').to.equal(4);
  });

  it('refuses what would wait too long, in words, and does not ask a busy store once for each', async () => {
    let asked = 0;
    const gathered = new Gathered<number, number>(() => {
      asked += 1;
      return Promise.reject(new Fault('too-busy', 'others are waiting'));
    }, { together: 9, waiting: 3, pieces: 1 });
    const all = [1, 2, 3, 4].map((request) => gathered.ask(request));
    const refusals = await Promise.all(all.map((each) => rejection(each)));
    expect(refusals.map((refusal) => (refusal as Fault).code)).to.deep.equal(['too-busy', 'too-busy', 'too-busy', 'too-busy']);
    expect(refusals[3]?.message).to.equal('3 changes are waiting to be written: try again in a second');
    expect(asked).to.equal(1);
  });
});
