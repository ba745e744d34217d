/** One change of a scenario at a time: what, and then only the fields that this kind needs. */
import { useState } from 'react';
import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { readAll, useAreas } from '../../../api/useRecords.ts';
import { Icon } from '../../../components/Icon.tsx';
import { useName } from '../../../state/useLanguage.ts';
import type { Unit } from '../../../../models/schemas/index.ts';
import { SCENARIO_KINDS, type ScenarioChange } from './scenarioChanges.ts';
import classes from './Comparison.module.css';

const LEVELS = ['town', 'county', 'city'] as const;
const MOST_MORE = 7;

function useUnits(): Unit[] {
  const units = useQuery({ queryKey: keys.units(), queryFn: ({ signal }) => readAll<Unit>('/units', {}, signal) });
  return (units.data ?? []).filter(({ active }) => active);
}

/** The words of a change, by the names of units and areas that this page knows. */
export function useChangeWords(): (change: ScenarioChange) => string {
  const { t } = useTranslation();
  const name = useName();
  const units = useUnits();
  const areas = useAreas();
  const unitName = (code: string): string => {
    const unit = units.find((one) => one.code === code);
    return unit === undefined ? code : name(unit);
  };
  const areaName = (code: string): string => {
    const area = areas.data?.find((one) => one.code === code);
    return area === undefined ? code : name(area);
  };
  return (change) => {
    switch (change.kind) {
      case 'cap':
        return t('operations:scenario.words.cap', { unit: unitName(change.unit), by: change.by });
      case 'caps':
        return t('operations:scenario.words.caps', { by: change.by });
      case 'unit':
        return t('operations:scenario.words.unit', { level: t(`words:unitLevel.${change.level}`), area: areaName(change.area) });
      case 'absent':
        return t('operations:scenario.words.absent', { unit: unitName(change.unit), from: change.from, to: change.to });
      case 'operation':
        return t('operations:scenario.words.operation', { from: change.from, to: change.to });
    }
  };
}

export function ScenarioForm({ first, last, onAdd }: { first: string; last: string; onAdd: (change: ScenarioChange) => void }) {
  const { t } = useTranslation();
  const name = useName();
  const units = useUnits();
  const areas = useAreas();
  const [kind, setKind] = useState<ScenarioChange['kind']>('unit');
  const [level, setLevel] = useState<(typeof LEVELS)[number]>('town');
  const [area, setArea] = useState<string | null>(null);
  const [unit, setUnit] = useState<string | null>(null);
  const [by, setBy] = useState<number | string>(1);
  const [from, setFrom] = useState(first);
  const [to, setTo] = useState(last);
  const more = Number(by);
  const days = from >= first && to <= last && from <= to;
  const made = ((): ScenarioChange | null => {
    switch (kind) {
      case 'cap':
        return unit !== null && more >= 1 ? { kind, unit, by: more } : null;
      case 'caps':
        return more >= 1 ? { kind, by: more } : null;
      case 'unit':
        return area === null ? null : { kind, level, area };
      case 'absent':
        return unit !== null && days ? { kind, unit, from, to } : null;
      case 'operation':
        return days ? { kind, from, to } : null;
    }
  })();
  return (
    <form
      className={classes['choice']}
      onSubmit={(event) => {
        event.preventDefault();
        if (made !== null) onAdd(made);
      }}
    >
      <Select label={t('operations:scenario.what')} value={kind} onChange={(value) => setKind(SCENARIO_KINDS.find((each) => each === value) ?? 'unit')} allowDeselect={false} data={SCENARIO_KINDS.map((value) => ({ value, label: t(`operations:scenario.kind.${value}`) }))} />
      {kind === 'unit' && <Select label={t('operations:compare.level')} value={level} onChange={(value) => setLevel(LEVELS.find((each) => each === value) ?? 'town')} allowDeselect={false} data={LEVELS.map((value) => ({ value, label: t(`words:unitLevel.${value}`) }))} />}
      {kind === 'unit' && <Select label={t('operations:scenario.home')} value={area} onChange={setArea} searchable data={(areas.data ?? []).filter((one) => one.level === 'town').map((one) => ({ value: one.code, label: name(one) }))} required />}
      {(kind === 'cap' || kind === 'absent') && <Select label={t('operations:scenario.unit')} value={unit} onChange={setUnit} searchable data={units.map((one) => ({ value: one.code, label: name(one) }))} required />}
      {(kind === 'cap' || kind === 'caps') && <NumberInput label={t('operations:scenario.by')} min={1} max={MOST_MORE} allowDecimal={false} value={by} onChange={setBy} required />}
      {(kind === 'absent' || kind === 'operation') && <TextInput type="date" label={t('operations:scenario.from')} min={first} max={last} value={from} onChange={(event) => setFrom(event.currentTarget.value)} required />}
      {(kind === 'absent' || kind === 'operation') && <TextInput type="date" label={t('operations:scenario.to')} min={first} max={last} value={to} onChange={(event) => setTo(event.currentTarget.value)} required />}
      <Button type="submit" variant="default" disabled={made === null} leftSection={<Icon name="plus" size={14} />}>{t('operations:scenario.add')}</Button>
    </form>
  );
}
