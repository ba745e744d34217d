/** What is typed while a save is under way: one's own save is no conflict, somebody else's is. */
import { expect } from 'chai';
import { setTimeout as after } from 'node:timers/promises';
import type { Cell } from '../../../client/api/types.ts';
import { DraftBook, type RecordAnswer } from '../../../client/views/results/bench/draftBook.ts';
import { cellKey, indexGrid, type GridAnswer } from '../../../client/views/results/bench/gridTypes.ts';
import type { SentCell } from '../../../client/views/results/bench/draft.ts';

const KEY = cellKey('s1', 'meth');
const method = { id: 'm', analyteId: 'meth', matrix: 'sewage', version: 1, code: 'M', unit: 'ng/L', lod: '10', loq: '20', upper: '1000', significantDigits: 3, maximumDecimals: 4, rounding: 'half-up', uncertainty: [], manualLimits: false };
const sample = { id: 's1', number: 'S1', siteId: 's1', siteCode: 's1', siteName: { zh: '', en: '' }, areaCode: 'a', areaName: { zh: '', en: '' }, matrix: 'sewage', state: 'received', kind: 'routine' };

const cellAt = (revision: number, rawText: string | null, authorId: string | null = 'me'): Cell => ({ sampleId: 's1', analyteId: 'meth', basis: 'concentration', state: rawText === null ? 'pending' : 'entered', revision, attempt: 1, rawText, dilution: null, typedUnit: null, remark: null, authorId }) as unknown as Cell;
const gridOf = (cell: Cell): GridAnswer => ({ round: {}, revision: cell.revision, analytes: [{ id: 'meth', name: { zh: '', en: '' }, abbreviation: 'M', order: 0 }], samples: [sample], methods: [method], cells: [cell] }) as unknown as GridAnswer;

const noStore = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined, key: () => null, length: 0, clear: () => undefined } satisfies Storage;

/** A server that holds one cell and answers when it is told to. */
function stage(): { book: DraftBook; sent: SentCell[]; answer: () => Promise<void>; show: (cell: Cell) => void; type: (text: string, seen?: number) => void } {
  let saved = cellAt(0, null, null);
  const sent: SentCell[] = [];
  let reply: (() => void) | undefined;
  const book: DraftBook = new DraftBook({
    userId: 'me',
    round: 'r',
    store: noStore,
    send: ({ cells }) =>
      new Promise<RecordAnswer>((resolve) => {
        const [cell] = cells;
        if (cell === undefined) throw new Error('nothing was sent');
        sent.push(cell);
        reply = () => {
          if (cell.revision === saved.revision) {
            saved = cellAt(saved.revision + 1, cell.rawText);
            resolve({ change: { cells: [saved] } as unknown as RecordAnswer['change'], refused: [] });
          } else resolve({ change: { cells: [] } as unknown as RecordAnswer['change'], refused: [{ sampleId: 's1', analyteId: 'meth', rawText: cell.rawText, code: 'stale-revision', sentence: 'changed', current: saved }] });
        };
      }),
    onChange: (change) => { for (const cell of change.cells) book.setIndex(indexGrid(gridOf(cell))); },
    maySend: () => true,
  });
  book.setIndex(indexGrid(gridOf(saved)));
  return {
    book,
    sent,
    answer: async () => {
      for (let waited = 0; reply === undefined && waited < 2000; waited += 20) await after(20);
      reply?.();
      reply = undefined;
      await after(20);
    },
    show: (cell) => { saved = cell; book.setIndex(indexGrid(gridOf(cell))); },
    type: (text, seen) => { book.edit([{ key: KEY, field: 'result', text, ...(seen === undefined ? {} : { seen }) }]); },
  };
}

describe('client: texts on their way to the server', () => {
  it('an editor opened while the own former text was under way saves over it', async () => {
    const { book, sent, answer, type } = stage();
    type('16');
    await after(400);
    expect(sent.map((cell) => [cell.rawText, cell.revision])).to.deep.equal([['16', 0]]);
    const seen = book.revisionAt(KEY);
    await answer();
    expect(book.view().drafts.size, 'the former text is saved').to.equal(0);
    type('33', seen);
    await answer();
    expect(sent.map((cell) => [cell.rawText, cell.revision])).to.deep.equal([['16', 0], ['33', 1]]);
    expect(book.view().drafts.size, 'nothing waits and nothing is in conflict').to.equal(0);
  });

  it('also where two own texts were saved while the editor was open', async () => {
    const { book, sent, answer, type } = stage();
    type('16');
    await after(400);
    const seen = book.revisionAt(KEY);
    type('17');
    await answer();
    await answer();
    type('33', seen);
    await answer();
    expect(sent.map((cell) => [cell.rawText, cell.revision])).to.deep.equal([['16', 0], ['17', 1], ['33', 2]]);
    expect(book.view().drafts.size).to.equal(0);
  });

  it('what somebody else saved meanwhile is a conflict, before and after an own text', async () => {
    const { book, answer, show, type } = stage();
    type('16');
    await after(400);
    const seen = book.revisionAt(KEY);
    await answer();
    show(cellAt(2, '99', 'she'));
    type('33', seen);
    await answer();
    expect(book.view().drafts.get(KEY)?.status).to.equal('conflict');
  });

  it('an editor opened over what somebody else then changed is a conflict', async () => {
    const { book, answer, show, type } = stage();
    show(cellAt(1, '5', 'she'));
    const seen = book.revisionAt(KEY);
    show(cellAt(2, '6', 'she'));
    type('33', seen);
    await answer();
    expect(book.view().drafts.get(KEY)?.status).to.equal('conflict');
  });
});
