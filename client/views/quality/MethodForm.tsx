/** The laboratory's own figures for a method, as a new version: limits by a rule or as stated, digits, rounding, and where they come from. */
import { useState, type FormEvent } from 'react';
import { Button, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import type { Method } from '../../api/types.ts';
import { useIntent } from '../../api/useIntent.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import classes from '../../components/Sections.module.css';

const LIMIT_RULES: readonly Method['limitRule'][] = ['stated', '40CFR136', 'HJ168'];
const ROUNDING_RULES: readonly Method['rounding'][] = ['gb-t-8170', 'half-up'];
const DUPLICATE_RULES: readonly Method['duplicateRule'][] = ['rpd', 'relative-deviation'];

export function MethodForm({ method, onDone }: { method: Method; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [figures, setFigures] = useState({
    lod: method.lod, loq: method.loq, upper: method.upper, significantDigits: method.significantDigits, maximumDecimals: method.maximumDecimals,
    rounding: method.rounding, limitRule: method.limitRule, manualLimits: method.manualLimits, verificationsRequired: method.verificationsRequired, duplicateRule: method.duplicateRule,
    holdFactor: method.holdFactor, holdingTimeHours: method.holdingTimeHours,
  });
  const [source, setSource] = useState('');
  const set = (change: Partial<typeof figures>): void => setFigures((now) => ({ ...now, ...change }));
  const stated = figures.limitRule === 'stated';
  const save = useIntent({
    mutationFn: () => request<Method>('/methods', { method: 'POST', body: { from: method.id, source, figures: { ...figures, loq: stated ? figures.loq : undefined } } }),
    onSuccess: async () => {
      await Promise.all([keys.methods(), ['grid']].map((queryKey) => client.invalidateQueries({ queryKey })));
      onDone();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className={classes['form']} data-testid="method-form">
      <p className="sj-dim">{t('settings:method.reviseLead', { version: method.version + 1 })}</p>
      <div className={classes['actions']}>
        <Select size="xs" label={t('settings:method.limitRule')} value={figures.limitRule} allowDeselect={false} onChange={(value) => set({ limitRule: LIMIT_RULES.find((one) => one === value) ?? 'stated' })} data={LIMIT_RULES.map((value) => ({ value, label: t(`words:limitRule.${value}`) }))} />
        <TextInput size="xs" label={`${t('settings:method.lod')} (${method.unit})`} value={figures.lod} onChange={(event) => set({ lod: event.currentTarget.value })} inputMode="decimal" />
        {stated && <TextInput size="xs" label={`${t('settings:method.loq')} (${method.unit})`} value={figures.loq} onChange={(event) => set({ loq: event.currentTarget.value })} inputMode="decimal" />}
        <TextInput size="xs" label={`${t('settings:method.upper')} (${method.unit})`} value={figures.upper} onChange={(event) => set({ upper: event.currentTarget.value })} inputMode="decimal" />
      </div>
      <div className={classes['actions']}>
        <NumberInput size="xs" label={t('settings:method.digits')} min={1} max={8} allowDecimal={false} value={figures.significantDigits} onChange={(value) => set({ significantDigits: Number(value) })} />
        <NumberInput size="xs" label={t('settings:method.decimals')} description={t('settings:method.decimalsHint')} min={0} max={12} allowDecimal={false} value={figures.maximumDecimals ?? ''} onChange={(value) => set({ maximumDecimals: value === '' ? null : Number(value) })} />
        <Select size="xs" label={t('settings:method.rounding')} value={figures.rounding} allowDeselect={false} onChange={(value) => set({ rounding: ROUNDING_RULES.find((one) => one === value) ?? method.rounding })} data={ROUNDING_RULES.map((value) => ({ value, label: t(`words:rounding.${value}`) }))} />
        <Select size="xs" label={t('settings:method.duplicates')} value={figures.duplicateRule} allowDeselect={false} onChange={(value) => set({ duplicateRule: DUPLICATE_RULES.find((one) => one === value) ?? method.duplicateRule })} data={DUPLICATE_RULES.map((value) => ({ value, label: t(`words:duplicateRule.${value}`) }))} />
      </div>
      <div className={classes['actions']}>
        <NumberInput size="xs" label={t('settings:method.holdFactor')} description={t('settings:method.holdFactorHint')} min={1.1} max={1_000_000} value={figures.holdFactor ?? ''} onChange={(value) => set({ holdFactor: value === '' ? null : Number(value) })} />
        <NumberInput size="xs" label={t('settings:method.holdingTime')} description={t('settings:method.holdingTimeHint')} min={0.1} max={1_000_000} value={figures.holdingTimeHours ?? ''} onChange={(value) => set({ holdingTimeHours: value === '' ? null : Number(value) })} />
      </div>
      <Switch size="xs" label={t('settings:method.twoVerifiers')} checked={figures.verificationsRequired === 2} onChange={(event) => set({ verificationsRequired: event.currentTarget.checked ? 2 : 1 })} />
      <Switch size="xs" label={t('settings:method.manualLimits')} checked={figures.manualLimits} onChange={(event) => set({ manualLimits: event.currentTarget.checked })} />
      <TextInput size="xs" label={t('settings:method.reviseSource')} placeholder={t('settings:method.reviseSourceHint')} value={source} onChange={(event) => setSource(event.currentTarget.value)} maxLength={300} required />
      {save.isError && <ProblemNote error={save.error} compact />}
      <div className={classes['actions']}>
        <Button size="xs" type="submit" loading={save.isPending} disabled={source.trim() === ''}>{t('settings:method.reviseSave', { version: method.version + 1 })}</Button>
        <Button size="xs" variant="default" onClick={onDone}>{t('settings:method.reviseCancel')}</Button>
      </div>
    </form>
  );
}
