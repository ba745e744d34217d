import { expect } from 'chai';
import { filterReview, summaryOf, type ReviewFilter } from '../../../client/views/results/review/reviewFilter.ts';
import type { ReviewItem } from '../../../client/views/results/review/reviewTypes.ts';

const item = (id: string, more: Partial<ReviewItem> = {}): ReviewItem =>
  ({ resultId: id, sampleNumber: `HL-${id}`, siteCode: `S${id}`, siteName: { zh: '点', en: 'Point' }, areaName: { zh: '岐石镇', en: 'Qishi' }, analyteName: { zh: '甲基苯丙胺', en: 'METH' }, flags: [], remark: null, runNumber: 'W01', runStatus: 'pass', changeRatio: null, value: '10', rawText: '10', authorName: 'A', ...more }) as unknown as ReviewItem;

const ALL: ReviewFilter = { flagged: false, area: '', analyte: '', text: '', order: 'as-entered' };
const ids = (items: readonly ReviewItem[]): string[] => items.map(({ resultId }) => resultId);

describe('client: what waits for review', () => {
  const items = [
    item('1', { changeRatio: 1.2 }),
    item('2', { changeRatio: 0.04, flags: [{ code: 'hold', zh: '', en: '' }] }),
    item('3', { changeRatio: 12, areaName: { zh: '隆江镇', en: 'Longjiang' }, value: '900' }),
    item('4', { runNumber: null, runStatus: null, value: null }),
    item('5', { runStatus: 'fail' }),
  ];

  it('shows the flagged, the failed and the remarked; by town, analyte and text', () => {
    expect(ids(filterReview(items, { ...ALL, flagged: true }, 'en'))).to.deep.equal(['2', '5']);
    expect(ids(filterReview(items, { ...ALL, area: '隆江镇' }, 'zh-CN'))).to.deep.equal(['3']);
    expect(ids(filterReview(items, { ...ALL, text: 'ｈｌ-4' }, 'zh-CN'))).to.deep.equal(['4']);
    expect(filterReview(items, ALL, 'en')).to.deep.equal(items);
  });

  it('puts the largest change first, a fall as much as a rise, and what cannot be compared last', () => {
    expect(ids(filterReview(items, { ...ALL, order: 'largest-change' }, 'en'))).to.deep.equal(['2', '3', '1', '4', '5']);
    expect(ids(filterReview(items, { ...ALL, order: 'largest-value' }, 'en'))[0]).to.equal('3');
    expect(ids(items), 'the list itself stays').to.deep.equal(['1', '2', '3', '4', '5']);
  });

  it('says what a signature covers', () => {
    const { largest, ...counts } = summaryOf(items);
    expect(counts).to.deep.equal({ results: 5, bottles: 5, analytes: 1, flagged: 2, noRun: 1 });
    expect(largest?.resultId).to.equal('2');
    expect(summaryOf([]).largest).to.equal(undefined);
  });
});
