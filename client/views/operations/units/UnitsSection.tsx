/** Units that can be sent out: bodies, never persons. */
import { Button, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { UNIT_LEVELS } from '../../../../models/schemas/operations.ts';
import { keys } from '../../../api/keys.ts';
import { useCan } from '../../../api/useSession.ts';
import { useAreas, useUnits } from '../../../api/useRecords.ts';
import type { Area, Unit } from '../../../api/types.ts';
import { DataTable, type Column } from '../../../components/DataTable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Icon } from '../../../components/Icon.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useName } from '../../../state/useLanguage.ts';
import { useSave } from '../../../state/useSave.ts';
import classes from '../../../components/Sections.module.css';

function UnitForm({ unit, areas, onClose }: { unit?: Unit; areas: readonly Area[]; onClose: () => void }) {
  const { t } = useTranslation();
  const name = useName();
  const save = useSave('/units', keys.units(), unit);
  const [form, setForm] = useState({
    code: unit?.code ?? '',
    nameZh: unit?.nameZh ?? '',
    nameEn: unit?.nameEn ?? '',
    level: unit?.level ?? 'town',
    areaId: unit?.areaId ?? '',
    shiftsPerWeek: unit?.shiftsPerWeek ?? 5,
    active: unit?.active ?? true,
  });
  const put = (change: Partial<typeof form>): void => setForm((previous) => ({ ...previous, ...change }));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const { code, active, areaId: area, ...fields } = form;
    const rest = { ...fields, area };
    save.mutate(unit === undefined ? { code: code.trim(), ...rest } : { ...rest, active }, { onSuccess: onClose });
  };
  return (
    <form className={`${unit === undefined ? 'sj-panel' : ''} ${classes['form'] ?? ''}`} onSubmit={submit}>
      <div className={classes['fields']}>
        {unit === undefined && (
          <TextInput
            label={t('settings:unit.code')}
            value={form.code}
            onChange={(event) => put({ code: event.currentTarget.value })}
            required
          />
        )}
        <TextInput
          label={t('settings:unit.nameZh')}
          value={form.nameZh}
          onChange={(event) => put({ nameZh: event.currentTarget.value })}
          required
        />
        <TextInput
          label={t('settings:unit.nameEn')}
          value={form.nameEn}
          onChange={(event) => put({ nameEn: event.currentTarget.value })}
          required
        />
        <Select
          label={t('settings:unit.level')}
          allowDeselect={false}
          value={form.level}
          onChange={(level) => put({ level: UNIT_LEVELS.find((one) => one === level) ?? 'town' })}
          data={UNIT_LEVELS.map((level) => ({ value: level, label: t(`words:unitLevel.${level}`) }))}
        />
        <Select
          label={t('settings:unit.area')}
          searchable
          allowDeselect={false}
          value={form.areaId === '' ? null : form.areaId}
          onChange={(areaId) => put({ areaId: areaId ?? '' })}
          data={areas.map((area) => ({ value: area.id, label: name(area) }))}
          required
        />
        <NumberInput
          label={t('settings:unit.shifts')}
          min={0}
          max={21}
          allowDecimal={false}
          value={form.shiftsPerWeek}
          onChange={(shifts) => put({ shiftsPerWeek: typeof shifts === 'number' ? shifts : form.shiftsPerWeek })}
        />
        {unit !== undefined && (
          <Switch
            label={t('settings:unit.active')}
            checked={form.active}
            onChange={(event) => put({ active: event.currentTarget.checked })}
          />
        )}
      </div>
      {save.isError && <ProblemNote error={save.error} compact />}
      <div className={classes['actions']}>
        <Button type="submit" loading={save.isPending}>
          {t('common:save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}

export function UnitsSection() {
  const { t } = useTranslation();
  const name = useName();
  const units = useUnits();
  const areas = useAreas();
  const mayWrite = useCan('units.write');
  const [editing, setEditing] = useState<string | null>(null);
  if (units.isPending) return <Loading rows={6} />;
  if (units.isError) return <ProblemNote error={units.error} onRetry={() => void units.refetch()} />;
  const columns: Column<Unit>[] = [
    { key: 'code', heading: t('settings:unit.code'), cell: (unit) => unit.code, sort: (unit) => unit.code },
    { key: 'name', phone: 'title', heading: t('settings:unit.name'), cell: (unit) => <b>{name(unit)}</b>, sort: (unit) => name(unit) },
    {
      key: 'level',
      heading: t('settings:unit.level'),
      cell: (unit) => t(`words:unitLevel.${unit.level}`),
      sort: (unit) => UNIT_LEVELS.indexOf(unit.level),
    },
    {
      key: 'area',
      heading: t('settings:unit.area'),
      cell: (unit) => {
        const area = areas.data?.find((one) => one.id === unit.areaId);
        return area === undefined ? unit.areaId : name(area);
      },
    },
    {
      key: 'shifts',
      heading: t('settings:unit.shifts'),
      numeric: true,
      cell: (unit) => unit.shiftsPerWeek,
      sort: (unit) => unit.shiftsPerWeek,
    },
    { key: 'active', heading: t('settings:user.active'), cell: (unit) => t(unit.active ? 'settings:yes' : 'settings:no') },
  ];
  return (
    <>
      {mayWrite && editing !== 'new' && (
        <div className={classes['tools']}>
          <Button size="sm" leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>
            {t('settings:unit.add')}
          </Button>
        </div>
      )}
      {editing === 'new' && <UnitForm areas={areas.data ?? []} onClose={() => setEditing(null)} />}
      {units.data.length === 0 ? (
        <EmptyState icon="users" title={t('settings:unit.empty.title')}>
          {t('settings:unit.empty.why')}
        </EmptyState>
      ) : (
        <DataTable
          caption={t('settings:section.units')}
          columns={columns}
          rows={units.data}
          rowKey={(unit) => unit.id}
          rowTone={(unit) => (unit.active ? undefined : 'quiet')}
          {...(mayWrite
            ? {
                opened: {
                  key: editing,
                  onToggle: setEditing,
                  content: (unit: Unit) => <UnitForm key={unit.id} unit={unit} areas={areas.data ?? []} onClose={() => setEditing(null)} />,
                  label: (unit: Unit) => t('settings:edit', { name: name(unit) }),
                },
              }
            : {})}
        />
      )}
    </>
  );
}
