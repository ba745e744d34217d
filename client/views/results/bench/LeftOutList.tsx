/** What a paste leaves out: each reason once, with the texts and the places that they were meant for. */
import { useTranslation } from 'react-i18next';
import { useName } from '../../../state/useLanguage.ts';
import type { LeftOut } from './pastePlan.ts';
import classes from './BenchRoom.module.css';

/** Texts shown of one reason before the rest is folded away. */
const FIRST = 4;

export function LeftOutList({ leftOut }: { leftOut: readonly LeftOut[] }) {
  const { t } = useTranslation();
  const name = useName();
  const groups = new Map<string, LeftOut[]>();
  for (const one of leftOut) {
    const said = one.words === null ? t(`bench:paste.why.${one.why}`) : name(one.words);
    groups.set(said, [...(groups.get(said) ?? []), one]);
  }
  const texts = (some: readonly LeftOut[]): string => some.map(({ place, text }) => `${place} “${text}”`.trim()).join(t('common:listSeparator'));
  return (
    <ul className={classes['leftOut']} data-testid="left-out">
      {[...groups].map(([said, some]) => (
        <li key={said}>
          <b>{said}</b> ({some.length}): {texts(some.slice(0, FIRST))}
          {some.length > FIRST && <details><summary>{t('bench:paste.more', { count: some.length - FIRST })}</summary>{texts(some.slice(FIRST))}</details>}
        </li>
      ))}
    </ul>
  );
}
