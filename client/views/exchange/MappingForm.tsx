/** What the columns of a laboratory's files are called, kept under a name for the next file. */
import { useState } from 'react';
import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import { useIntent } from '../../api/useIntent.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useName } from '../../state/useLanguage.ts';
import type { ImportKind, Mapping } from './importTypes.ts';
import classes from './ImportPanel.module.css';

export interface MappingFormProps {
  kinds: readonly ImportKind[];
  columns: readonly string[];
  /** The mapping that is changed; null makes a new one. */
  mapping: Mapping | null;
  onSaved: (name: string) => void;
  onClose: () => void;
}

export function MappingForm({ kinds, columns, mapping, onSaved, onClose }: MappingFormProps) {
  const { t, i18n } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const [title, setTitle] = useState(mapping?.name ?? '');
  const [kind, setKind] = useState(mapping?.kind ?? kinds[0]?.id ?? '');
  const [heads, setHeads] = useState<Record<string, string>>(mapping?.columns ?? {});
  const [unit, setUnit] = useState(mapping?.unit ?? '');
  const [beforeDilution, setBeforeDilution] = useState(mapping?.beforeDilution ?? false);
  const save = useIntent({
    mutationFn: () => {
      const body = { name: title.trim(), kind, columns: Object.fromEntries(Object.entries(heads).filter(([, head]) => head.trim() !== '')), unit: unit.trim() === '' ? null : unit.trim(), beforeDilution };
      return mapping === null ? request<Mapping>('/import-mappings', { method: 'POST', body }) : request<Mapping>(`/import-mappings/${encodeURIComponent(mapping.id)}`, { method: 'PATCH', body, revision: mapping.revision });
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: keys.importMappings() });
      onSaved(saved.name);
    },
  });
  const word = (column: string): string => (i18n.exists(`bench:mapped.${column}`) ? t(`bench:mapped.${column}`) : column);
  return (
    <section className={classes['part']} aria-label={t('bench:importing.mapping')}>
      <div className={classes['line']}>
        <TextInput size="xs" label={t('bench:importing.mappingName')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} maxLength={60} />
        <Select size="xs" label={t('bench:importing.kind')} value={kind} onChange={(value) => setKind(value ?? kind)} data={kinds.map((one) => ({ value: one.id, label: name(one.title) }))} />
        <TextInput size="xs" label={t('bench:importing.unitOfFile')} value={unit} onChange={(event) => setUnit(event.currentTarget.value)} placeholder="ng/L" maxLength={20} />
        <Checkbox size="xs" label={t('bench:importing.beforeDilution')} checked={beforeDilution} onChange={(event) => setBeforeDilution(event.currentTarget.checked)} />
      </div>
      <div className={classes['heads']}>
        {columns.map((column) => <TextInput key={column} size="xs" label={word(column)} value={heads[column] ?? ''} onChange={(event) => { const { value } = event.currentTarget; setHeads((now) => ({ ...now, [column]: value })); }} placeholder={t('bench:importing.heading')} maxLength={200} />)}
      </div>
      {save.isError && <ProblemNote error={save.error} compact />}
      <div className={classes['line']}>
        <Button size="xs" disabled={title.trim() === ''} loading={save.isPending} onClick={() => save.mutate()}>{t('bench:importing.saveMapping')}</Button>
        <Button size="xs" variant="subtle" onClick={onClose}>{t('bench:importing.close')}</Button>
      </div>
    </section>
  );
}
