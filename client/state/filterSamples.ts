/** The bottles that a list shows for its filters. Empty filters let everything pass. */
import type { SampleItem } from '../api/types.ts';

export interface SampleFilter {
  /** One state, or several joined by commas. */
  state: string;
  /** Area code. */
  area: string;
  /** Part of a number, point code or point name in either language. */
  text: string;
  /** A local date: only bottles due before it; empty for all. */
  dueBefore: string;
  /** Number of a bottle that is shown whatever the other filters say, because a link opened it. */
  number: string;
}

/** Text as a search compares it: one width, one case, no blanks around it. */
export const foldText = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

export function filterSamples(samples: readonly SampleItem[], filter: SampleFilter): SampleItem[] {
  const states = filter.state === '' ? null : filter.state.split(',');
  const text = foldText(filter.text);
  return samples.filter((sample) => {
    if (filter.number !== '' && sample.number === filter.number) return true;
    if (states !== null && !states.includes(sample.state)) return false;
    if (filter.dueBefore !== '' && sample.dueOn >= filter.dueBefore) return false;
    if (filter.area !== '' && sample.area.code !== filter.area) return false;
    return text === '' || foldText(`${sample.number} ${sample.site.code} ${sample.site.name.zh} ${sample.site.name.en}`).includes(text);
  });
}
