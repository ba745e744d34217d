/**
 * Two plans side by side, what differs first: figures with their difference, tasks that changed, what is
 * not served, and the load of each unit. Alike figures stay in the table, dimmed, so that nothing is hidden.
 */
import { useState } from 'react';
import { Button, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ComparedSlot, ComparisonView, PlanHead } from '../../../../models/schemas/answers/comparison.ts';
import { useAreas } from '../../../api/useRecords.ts';
import { Notice } from '../../../components/Notice.tsx';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import classes from './Comparison.module.css';

/** Changes that are listed on the screen before one asks for all of them; print lists all. */
const LISTED = 20;
const COUNTS = ['moved', 'unitChanged', 'added', 'removed'] as const;

interface Figure {
  key: string;
  value: (plan: PlanHead) => number | null;
  digits: number;
  unit?: string;
  /** What is better; `none` where neither is. */
  better: 'less' | 'more' | 'none';
}

const percent = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : 100 * value);
const FIGURES: readonly Figure[] = [
  { key: 'objective', value: ({ objective }) => objective, digits: 1, unit: 'km', better: 'less' },
  { key: 'bound', value: ({ bound }) => bound, digits: 1, unit: 'km', better: 'none' },
  { key: 'gap', value: ({ gap }) => percent(gap), digits: 2, unit: '%', better: 'less' },
  { key: 'required', value: ({ required }) => required, digits: 0, better: 'none' },
  { key: 'served', value: ({ served }) => served, digits: 0, better: 'none' },
  { key: 'unserved', value: ({ required, served }) => required - served, digits: 0, better: 'less' },
  { key: 'kilometres', value: ({ cost }) => cost?.kilometres ?? null, digits: 1, unit: 'km', better: 'less' },
  { key: 'lateness', value: ({ cost }) => cost?.lateness ?? null, digits: 0, better: 'less' },
  { key: 'uneven', value: ({ cost }) => cost?.uneven ?? null, digits: 1, better: 'less' },
  { key: 'shortfall', value: ({ cost }) => cost?.shortfall ?? null, digits: 0, unit: 'km', better: 'less' },
  { key: 'safeDays', value: ({ predictability }) => percent(predictability?.safeDays), digits: 1, unit: '%', better: 'less' },
  { key: 'forced', value: ({ predictability }) => percent(predictability?.forced), digits: 1, unit: '%', better: 'less' },
  { key: 'brierSkill', value: ({ predictability }) => predictability?.brierSkill ?? null, digits: 2, better: 'less' },
  { key: 'entropy', value: ({ predictability }) => predictability?.entropy ?? null, digits: 2, better: 'more' },
];

function useNumber(): (value: number | null, digits: number, signed?: boolean) => string {
  const language = useLanguage();
  return (value, digits, signed = false) => (value === null ? '–' : new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, ...(signed ? { signDisplay: 'exceptZero' as const } : {}) }).format(value));
}

function Figures({ comparison: { before, after }, names }: { comparison: ComparisonView; names: Names }) {
  const { t } = useTranslation();
  const number = useNumber();
  // over other days less is not better, it is less
  const comparable = before.startsOn === after.startsOn && before.weeks === after.weeks;
  const rows = FIGURES.map((figure) => {
    const [a, b] = [figure.value(before), figure.value(after)];
    const more = a === null || b === null ? null : b - a;
    // alike to the printed digit is alike
    const alike = a === null || b === null ? a === b : Math.abs(b - a) < 0.5 * 10 ** -figure.digits;
    const sign = more === null || alike || !comparable || figure.better === 'none' ? 'same' : (more < 0) === (figure.better === 'less') ? 'better' : 'worse';
    return { figure, a, b, more, alike, sign };
  });
  const shown = [...rows.filter(({ alike }) => !alike), ...rows.filter(({ alike }) => alike)];
  return (
    <div className={classes['scroll']}>
      <Table verticalSpacing={4} className={classes['figures'] ?? ''} data-testid="compare-figures">
        <Table.Thead><Table.Tr><Table.Th>{t('operations:compare.figure')}</Table.Th><Table.Th ta="right">{names.before}</Table.Th><Table.Th ta="right">{names.after}</Table.Th><Table.Th ta="right">{t('operations:compare.difference')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {shown.map(({ figure: { key, digits, unit }, a, b, more, alike, sign }) => (
            <Table.Tr key={key} data-alike={alike}>
              <Table.Td>{t(`operations:compare.of.${key}`)}{unit === undefined ? '' : <span className="sj-dim"> {unit}</span>}</Table.Td>
              <Table.Td className="sj-number">{number(a, digits)}</Table.Td>
              <Table.Td className="sj-number">{number(b, digits)}</Table.Td>
              <Table.Td className="sj-number" data-sign={sign}>{alike ? '=' : `${number(more, digits, true)}${sign === 'same' ? '' : ` ${t(`operations:compare.${sign}`)}`}`}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function useAreaName(): (code: string) => string {
  const { t } = useTranslation();
  const name = useName();
  const areas = useAreas();
  return (code) => {
    const area = areas.data?.find((one) => one.code === code);
    return area === undefined ? (code === '*' ? t('operations:noPlace') : code) : name(area);
  };
}

function Tasks({ comparison: { kept, counts, differences }, names }: { comparison: ComparisonView; names: Names }) {
  const { t } = useTranslation();
  const areaName = useAreaName();
  const [all, setAll] = useState(false);
  const slot = (each: ComparedSlot | null): string => (each === null ? '–' : `${each.date} ${t(`words:shift.${each.shift}`)} ${each.units.join(' ')}`);
  return (
    <section className={classes['part']} data-testid="compare-tasks">
      <h2>{differences.length === 0 ? t('operations:compare.noTasks', { kept }) : t('operations:compare.tasks', { count: differences.length, kept })}</h2>
      {differences.length > 0 && <p>{COUNTS.filter((key) => counts[key] > 0).map((key) => t(`operations:compare.count.${key}`, { number: counts[key] })).join(' · ')}</p>}
      {differences.length > 0 && (
        <div className={classes['scroll']}>
          <Table verticalSpacing={4} striped className={classes['tasks'] ?? ''} data-all={all}>
            <Table.Thead><Table.Tr><Table.Th>{t('operations:replan.what')}</Table.Th><Table.Th>{t('operations:kind')}</Table.Th><Table.Th>{t('operations:area')}</Table.Th><Table.Th>{names.before}</Table.Th><Table.Th>{names.after}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {differences.map((each, i) => (
                // an answer's list never changes: its place in it is its name
                <Table.Tr key={i} data-change={each.change} data-late={i >= LISTED}><Table.Td>{t(`operations:compare.kind.${each.change}`)}</Table.Td><Table.Td>{t(`words:taskKind.${each.kind}`)}</Table.Td><Table.Td>{areaName(each.area)}{each.place === null ? '' : ` · ${each.place}`}{each.site === null ? '' : ` ${each.site}`}</Table.Td><Table.Td>{slot(each.before)}</Table.Td><Table.Td>{slot(each.after)}</Table.Td></Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      {differences.length > LISTED && !all && <Button size="compact-xs" variant="default" className="sj-no-print" onClick={() => setAll(true)}>{t('operations:replan.all', { count: differences.length })}</Button>}
    </section>
  );
}

function Unserved({ comparison: { unserved }, names }: { comparison: ComparisonView; names: Names }) {
  const { t } = useTranslation();
  const areaName = useAreaName();
  if (unserved.length === 0) return null;
  return (
    <section className={classes['part']} data-testid="compare-unserved">
      <h2>{t('operations:compare.unserved')}</h2>
      <div className={classes['scroll']}>
        <Table verticalSpacing={4} striped>
          <Table.Thead><Table.Tr><Table.Th>{t('operations:area')}</Table.Th><Table.Th>{t('operations:kind')}</Table.Th><Table.Th ta="right">{t('operations:week')}</Table.Th><Table.Th ta="right">{names.before}</Table.Th><Table.Th ta="right">{names.after}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {unserved.map((line) => <Table.Tr key={`${line.area} ${line.kind} ${line.week}`}><Table.Td>{areaName(line.area)}</Table.Td><Table.Td>{t(`words:taskKind.${line.kind}`)}</Table.Td><Table.Td className="sj-number">{line.week}</Table.Td><Table.Td className="sj-number">{line.before}</Table.Td><Table.Td className="sj-number">{line.after}</Table.Td></Table.Tr>)}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

function Loads({ comparison: { loads, before, after }, names }: { comparison: ComparisonView; names: Names }) {
  const { t } = useTranslation();
  const name = useName();
  const number = useNumber();
  const full = (load: ComparisonView['loads'][number]['before'], weeks: number): string => (load === null ? '–' : `${number(load.shifts, 0)} / ${number(load.cap * weeks, 0)}`);
  const apart = (line: ComparisonView['loads'][number]): number => Math.abs((line.after?.shifts ?? 0) - (line.before?.shifts ?? 0));
  const sorted = [...loads].sort((a, b) => apart(b) - apart(a));
  return (
    <section className={classes['part']} data-testid="compare-loads">
      <h2>{t('operations:compare.loads')}</h2>
      <p className="sj-dim">{t('operations:compare.loadsHint')}</p>
      <div className={classes['scroll']}>
        <Table verticalSpacing={4} striped>
          <Table.Thead><Table.Tr><Table.Th>{t('operations:units')}</Table.Th><Table.Th>{t('operations:compare.level')}</Table.Th><Table.Th ta="right">{names.before}</Table.Th><Table.Th ta="right">{names.after}</Table.Th><Table.Th ta="right">{t('operations:compare.difference')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {sorted.map((line) => (
              <Table.Tr key={line.unit} data-alike={apart(line) === 0}><Table.Td>{name(line.name)} <span className="sj-dim">{line.unit}</span></Table.Td><Table.Td>{t(`words:unitLevel.${line.level}`)}</Table.Td><Table.Td className="sj-number">{full(line.before, before.weeks)}</Table.Td><Table.Td className="sj-number">{full(line.after, after.weeks)}</Table.Td><Table.Td className="sj-number">{apart(line) === 0 ? '=' : number((line.after?.shifts ?? 0) - (line.before?.shifts ?? 0), 0, true)}</Table.Td></Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

/** How the two sides are called in every heading. */
export interface Names {
  before: string;
  after: string;
}

export function ComparisonTables({ comparison, names }: { comparison: ComparisonView; names: Names }) {
  const { t } = useTranslation();
  const name = useName();
  const cancelled = [comparison.before, comparison.after].reduce((sum, side) => sum + side.cancelled, 0);
  return (
    <div className={classes['comparison']} data-testid="comparison">
      {comparison.notes.map((note) => <Notice key={note.en}>{name(note)}</Notice>)}
      <section className={classes['part']}>
        <h2>{t('operations:compare.figures')}</h2>
        <Figures comparison={comparison} names={names} />
        <p className="sj-dim">{t('operations:compare.figuresHint')}</p>
      </section>
      <Tasks comparison={comparison} names={names} />
      {cancelled > 0 && <p className="sj-dim">{t('operations:compare.cancelled', { count: cancelled })}</p>}
      <Unserved comparison={comparison} names={names} />
      <Loads comparison={comparison} names={names} />
    </div>
  );
}
