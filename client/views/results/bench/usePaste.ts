/**
 * A paste on its way: what fits goes in at once, what was named otherwise than the sheet stands is shown first, and what was
 * left out is said. A paste that waits to be looked at is read anew with every change of the sheet: what it shows is what would be done now.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useAnalytes } from '../../../api/useRecords.ts';
import { readClipboard, type Area, type OwnFields } from './blocks.ts';
import { namesIn } from './labels.ts';
import type { Edit, GridIndex } from './gridTypes.ts';
import { placeByPosition, type LeftOut, type PastePlan } from './pastePlan.ts';
import { placeByLabels } from './placeByLabels.ts';
import type { Sheet } from './sheet.ts';

interface Pasted {
  block: string[][];
  area: Area;
  own: OwnFields;
}

export interface Paste {
  /** Takes what the clipboard holds. */
  paste: (text: string, area: Area, own: OwnFields) => void;
  /** What waits to be looked at. */
  waiting: PastePlan | null;
  /** What the last paste left out. */
  leftOut: readonly LeftOut[];
  apply: () => void;
  cancel: () => void;
  /** Forget what the last paste left out: something else was done. */
  forget: () => void;
}

const NONE: readonly LeftOut[] = [];

export function usePaste(sheet: Sheet, index: GridIndex, onEdit: (edits: readonly Edit[]) => number): Paste {
  const analytes = useAnalytes();
  const { samples, analytes: panel } = index.grid;
  // Of the bottles and analytes alone: a saved text does not name anything anew.
  const names = useMemo(() => namesIn({ samples, analytes: panel }, (analytes.data ?? []).map(({ id, nameZh, nameEn, abbreviation }) => ({ id, name: { zh: nameZh, en: nameEn }, abbreviation }))), [samples, panel, analytes.data]);
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const [leftOut, setLeftOut] = useState(NONE);
  const planOf = useCallback(({ block, area, own }: Pasted): PastePlan => {
    const from = { x: Math.min(area.from.x, area.to.x), y: Math.min(area.from.y, area.to.y) };
    return placeByLabels(block, from, sheet, index, names) ?? placeByPosition(block, area, sheet, index, own);
  }, [sheet, index, names]);
  const waiting = useMemo(() => (pasted === null ? null : planOf(pasted)), [pasted, planOf]);
  const latest = useRef({ planOf, onEdit });
  useEffect(() => {
    latest.current = { planOf, onEdit };
  });
  const take = useCallback((plan: PastePlan) => {
    latest.current.onEdit(plan.edits);
    setLeftOut(plan.leftOut);
    setPasted(null);
  }, []);
  return {
    waiting, leftOut,
    paste: useCallback((text, area, own) => {
      const now = { block: readClipboard(text), area, own };
      const plan = latest.current.planOf(now);
      if (plan.by === 'label' && !plan.fits) {
        setLeftOut(NONE);
        setPasted(now);
      } else take(plan);
    }, [take]),
    apply: useCallback(() => { if (waiting !== null) take(waiting); }, [waiting, take]),
    cancel: useCallback(() => setPasted(null), []),
    forget: useCallback(() => setLeftOut(NONE), []),
  };
}
