/** Days on which a unit, or everybody, does no operation. What is withdrawn stays on record. */
import { Button, Select, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ABSENCE_REASONS } from '../../../../models/schemas/operations.ts';
import { keys } from '../../../api/keys.ts';
import { useCan } from '../../../api/useSession.ts';
import { useAbsences, useUnits } from '../../../api/useRecords.ts';
import type { Absence } from '../../../api/types.ts';
import { DataTable, type Column } from '../../../components/DataTable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useName } from '../../../state/useLanguage.ts';
import { useSave } from '../../../state/useSave.ts';
import classes from '../../../components/Sections.module.css';

const EVERYBODY = 'everybody';

function AbsenceForm() {
  const { t } = useTranslation();
  const name = useName();
  const units = useUnits();
  const save = useSave('/absences', keys.absences());
  const [form, setForm] = useState({ unitId: EVERYBODY, startsOn: '', endsOn: '', reasonCode: 'training' as Absence['reasonCode'] });
  const put = (change: Partial<typeof form>): void => setForm((previous) => ({ ...previous, ...change }));
  const reversed = form.startsOn !== '' && form.endsOn !== '' && form.endsOn < form.startsOn;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (reversed) return;
    save.mutate(
      {
        unitId: form.unitId === EVERYBODY ? null : form.unitId,
        startsOn: form.startsOn,
        endsOn: form.endsOn,
        reasonCode: form.reasonCode,
      },
      { onSuccess: () => put({ startsOn: '', endsOn: '' }) },
    );
  };
  return (
    <form className={`sj-panel ${classes['form'] ?? ''}`} onSubmit={submit}>
      <div className={classes['fields']}>
        <Select
          label={t('settings:absence.unit')}
          searchable
          allowDeselect={false}
          value={form.unitId}
          onChange={(unitId) => put({ unitId: unitId ?? EVERYBODY })}
          data={[
            { value: EVERYBODY, label: t('settings:absence.everybody') },
            ...(units.data ?? []).map((unit) => ({ value: unit.id, label: name(unit) })),
          ]}
        />
        <TextInput
          type="date"
          label={t('settings:absence.from')}
          value={form.startsOn}
          onChange={(event) => put({ startsOn: event.currentTarget.value })}
          required
        />
        <TextInput
          type="date"
          label={t('settings:absence.to')}
          value={form.endsOn}
          onChange={(event) => put({ endsOn: event.currentTarget.value })}
          error={reversed ? t('settings:absence.reversed') : null}
          required
        />
        <Select
          label={t('settings:absence.reason')}
          allowDeselect={false}
          value={form.reasonCode}
          onChange={(reason) => put({ reasonCode: ABSENCE_REASONS.find((one) => one === reason) ?? 'other' })}
          data={ABSENCE_REASONS.map((reason) => ({ value: reason, label: t(`words:absenceReason.${reason}`) }))}
        />
      </div>
      {save.isError && <ProblemNote error={save.error} compact />}
      <div className={classes['actions']}>
        <Button type="submit" loading={save.isPending}>
          {t('settings:absence.add')}
        </Button>
      </div>
    </form>
  );
}

function Withdraw({ absence }: { absence: Absence }) {
  const { t } = useTranslation();
  const cancel = useSave('/absences', keys.absences(), absence);
  return (
    <>
      <Button size="compact-xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ cancelled: true })}>
        {t('settings:absence.cancel')}
      </Button>
      {cancel.isError && <ProblemNote error={cancel.error} compact />}
    </>
  );
}

export function AbsencesSection() {
  const { t } = useTranslation();
  const name = useName();
  const absences = useAbsences();
  const units = useUnits();
  const mayWrite = useCan('units.write');
  if (absences.isPending) return <Loading rows={6} />;
  if (absences.isError) return <ProblemNote error={absences.error} onRetry={() => void absences.refetch()} />;
  const unitName = (id: string | null): string => {
    const unit = units.data?.find((one) => one.id === id);
    return id === null ? t('settings:absence.everybody') : unit === undefined ? id : name(unit);
  };
  const columns: Column<Absence>[] = [
    {
      key: 'unit',
      heading: t('settings:absence.unit'),
      cell: (absence) => unitName(absence.unitId),
      sort: (absence) => unitName(absence.unitId),
    },
    {
      key: 'from',
      heading: t('settings:absence.from'),
      cell: (absence) => <time>{absence.startsOn}</time>,
      sort: (absence) => absence.startsOn,
    },
    { key: 'to', heading: t('settings:absence.to'), cell: (absence) => <time>{absence.endsOn}</time>, sort: (absence) => absence.endsOn },
    { key: 'reason', heading: t('settings:absence.reason'), cell: (absence) => t(`words:absenceReason.${absence.reasonCode}`) },
    {
      key: 'do',
      heading: '',
      cell: (absence) => (absence.cancelled ? t('settings:absence.cancelled') : mayWrite ? <Withdraw absence={absence} /> : null),
    },
  ];
  return (
    <>
      {mayWrite && <AbsenceForm />}
      {absences.data.length === 0 ? (
        <EmptyState icon="calendar" title={t('settings:absence.empty.title')}>
          {t('settings:absence.empty.why')}
        </EmptyState>
      ) : (
        <DataTable
          caption={t('settings:section.absences')}
          columns={columns}
          rows={absences.data}
          rowKey={(absence) => absence.id}
          rowTone={(absence) => (absence.cancelled ? 'quiet' : undefined)}
        />
      )}
    </>
  );
}
