/** Settings of the laboratory and the deploying body. Each is saved by itself, with the revision that was seen. */
import { Button, NumberInput, Radio, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { useCan } from '../../../api/useSession.ts';
import { useSettings } from '../../../api/useRecords.ts';
import type { SettingItem } from '../../../api/types.ts';
import { Loading } from '../../../components/Loading.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useName } from '../../../state/useLanguage.ts';
import { useSave } from '../../../state/useSave.ts';
import classes from '../../../components/Sections.module.css';

type Value = unknown;

const isWords = (value: Value): value is { zh: string; en: string } =>
  typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;

/** The right field for a value: a closed list, two languages, a number or a text. */
function Field({
  setting,
  value,
  disabled,
  onChange,
}: {
  setting: SettingItem;
  value: Value;
  disabled: boolean;
  onChange: (value: Value) => void;
}) {
  const { t } = useTranslation();
  const name = useName();
  const label = t(`settings:setting.${setting.id}`);
  const { choices } = setting;
  if (choices !== undefined) {
    return (
      <Radio.Group
        aria-label={label}
        value={String(value)}
        onChange={(chosen) => onChange(choices.find((choice) => String(choice.value) === chosen)?.value)}
      >
        <div className={classes['boxes']}>
          {choices.map((choice) => (
            <Radio key={String(choice.value)} value={String(choice.value)} label={name(choice)} disabled={disabled} />
          ))}
        </div>
      </Radio.Group>
    );
  }
  if (isWords(value)) {
    return (
      <div className={classes['fields']}>
        <TextInput
          label={t('words:language.zh-CN')}
          value={value.zh}
          disabled={disabled}
          onChange={(event) => onChange({ ...value, zh: event.currentTarget.value })}
        />
        <TextInput
          label={t('words:language.en')}
          value={value.en}
          disabled={disabled}
          onChange={(event) => onChange({ ...value, en: event.currentTarget.value })}
        />
      </div>
    );
  }
  if (typeof value === 'number')
    return (
      <NumberInput
        aria-label={label}
        value={value}
        disabled={disabled}
        allowDecimal={false}
        allowNegative={false}
        maw={220}
        onChange={(next) => onChange(typeof next === 'number' ? next : value)}
      />
    );
  return (
    <TextInput
      aria-label={label}
      value={typeof value === 'string' ? value : JSON.stringify(value)}
      disabled={disabled}
      maw={420}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Setting({ setting, mayWrite }: { setting: SettingItem; mayWrite: boolean }) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const save = useSave('/settings', keys.settings(), setting);
  const [value, setValue] = useState<Value>(setting.value);
  const changed = JSON.stringify(value) !== JSON.stringify(setting.value);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    save.mutate({ value }, { onSuccess: () => void client.invalidateQueries({ queryKey: keys.session() }) });
  };
  return (
    <form className={`sj-panel ${classes['card'] ?? ''}`} onSubmit={submit}>
      <h3>{t(`settings:setting.${setting.id}`)}</h3>
      <p className="sj-dim">{name(setting.description)}</p>
      <Field setting={setting} value={value} disabled={!mayWrite} onChange={setValue} />
      {save.isError && <ProblemNote error={save.error} compact />}
      {save.isSuccess && !changed && <Notice tone="good">{t('settings:saved')}</Notice>}
      {changed && (
        <div className={classes['actions']}>
          <Button type="submit" size="xs" loading={save.isPending}>
            {t('common:save')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setValue(setting.value)}>
            {t('common:cancel')}
          </Button>
        </div>
      )}
    </form>
  );
}

export function LaboratorySection() {
  const settings = useSettings();
  const mayWrite = useCan('settings.write');
  if (settings.isPending) return <Loading rows={6} />;
  if (settings.isError) return <ProblemNote error={settings.error} onRetry={() => void settings.refetch()} />;
  return settings.data.map((setting) => <Setting key={setting.id} setting={setting} mayWrite={mayWrite} />);
}
