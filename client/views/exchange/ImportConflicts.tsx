/** Values that the file changes: each is kept or taken by a person, with one reason for those taken. */
import { Button, SegmentedControl, Select, Table, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { REASON_CODES } from '../../../models/schemas/reasons.ts';
import type { ImportConflict } from '../../../models/schemas/answers/imports.ts';
import { useName } from '../../state/useLanguage.ts';
import type { Choice } from './importTypes.ts';
import classes from './ImportPanel.module.css';

const DRAWN = 200;

export interface ImportConflictsProps {
  conflicts: readonly ImportConflict[];
  choices: ReadonlyMap<string, Choice>;
  onChoose: (keys: readonly string[], choice: Choice) => void;
  reason: { code: string | null; text: string };
  onReason: (reason: { code: string | null; text: string }) => void;
}

const may = (conflict: ImportConflict, choice: Choice): boolean => conflict.choices.some((one) => one.choice === choice && one.allowed);

export function ImportConflicts({ conflicts, choices, onChoose, reason, onReason }: ImportConflictsProps) {
  const { t } = useTranslation();
  const name = useName();
  if (conflicts.length === 0) return null;
  const open = conflicts.filter((one) => !choices.has(one.key)).length;
  const all = (choice: Choice): void => onChoose(conflicts.filter((one) => may(one, choice)).map((one) => one.key), choice);
  return (
    <section className={classes['part']} aria-label={t('bench:importing.conflicts')}>
      <div className={classes['line']}>
        <h3>{t('bench:importing.conflictCount', { count: conflicts.length })}</h3>
        <span className="sj-dim">{open === 0 ? t('bench:importing.allChosen') : t('bench:importing.open', { count: open })}</span>
        <Button size="compact-xs" variant="default" onClick={() => all('keep')}>{t('bench:importing.keepAll')}</Button>
        <Button size="compact-xs" variant="default" onClick={() => all('take')}>{t('bench:importing.takeAll')}</Button>
      </div>
      <div className={classes['scroll']}>
        <Table stickyHeader verticalSpacing={3}>
          <Table.Thead><Table.Tr><Table.Th>{t('bench:importing.row')}</Table.Th><Table.Th>{t('bench:sample')}</Table.Th><Table.Th>{t('bench:analyte')}</Table.Th><Table.Th>{t('bench:importing.existing')}</Table.Th><Table.Th>{t('bench:importing.incoming')}</Table.Th><Table.Th>{t('bench:importing.choice')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {conflicts.slice(0, DRAWN).map((one) => {
              const denied = one.choices.find((choice) => !choice.allowed)?.reason;
              return (
                <Table.Tr key={one.key} data-testid="import-conflict">
                  <Table.Td>{one.row}</Table.Td><Table.Td>{one.sampleNumber}</Table.Td><Table.Td>{one.analyte}</Table.Td><Table.Td><b>{one.existing}</b></Table.Td><Table.Td><b>{one.incoming}</b></Table.Td>
                  <Table.Td>
                    <SegmentedControl size="xs" value={choices.get(one.key) ?? ''} onChange={(value) => onChoose([one.key], value === 'take' ? 'take' : 'keep')} data={[{ value: 'keep', label: t('bench:importing.keep'), disabled: !may(one, 'keep') }, { value: 'take', label: one.amends ? t('bench:importing.amend') : t('bench:importing.take'), disabled: !may(one, 'take') }]} />
                    {denied !== undefined && <div className="sj-dim">{denied}</div>}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </div>
      {[...choices.values()].includes('take') && (
        <div className={classes['line']}>
          <Select size="xs" aria-label={t('bench:importing.reasonCode')} placeholder={t('bench:importing.reasonCode')} value={reason.code} onChange={(code) => onReason({ ...reason, code })} data={REASON_CODES.amend.map((one) => ({ value: one.code, label: name(one) }))} clearable />
          <TextInput size="xs" className={classes['grow'] ?? ''} aria-label={t('bench:importing.reason')} placeholder={t('bench:importing.reason')} value={reason.text} onChange={(event) => onReason({ ...reason, text: event.currentTarget.value })} maxLength={500} />
        </div>
      )}
    </section>
  );
}
