/** Filters of the list of bottles; they live in the address, so that a count on Today opens the same list. */
import { Button, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SAMPLE_STATES } from '../../../models/schemas/sample.ts';
import type { SampleItem } from '../../api/types.ts';
import { Icon } from '../../components/Icon.tsx';
import { useFilter } from '../../state/useFilter.ts';
import { useName } from '../../state/useLanguage.ts';
import classes from './SampleList.module.css';

export function SampleFilters({ samples }: { samples: readonly SampleItem[] }) {
  const { t } = useTranslation();
  const name = useName();
  const [state, setState] = useFilter('state');
  const [area, setArea] = useFilter('area');
  const [text, setText] = useFilter('q');
  const areas = [...new Map(samples.map((sample) => [sample.area.code, sample.area])).values()];
  const [due, setDue] = useFilter('due');
  const stateNames = (value: string): string =>
    value
      .split(',')
      .map((one) => t(`words:sampleState.${one}`))
      .join(t('common:listSeparator'));
  const states: string[] = SAMPLE_STATES.filter((one) => samples.some((sample) => sample.state === one));
  // A link may ask for several states at once.
  if (state.includes(',')) states.unshift(state);
  return (
    <div className={classes['filters']}>
      {due === 'past' && (
        <Button size="xs" variant="light" rightSection={<Icon name="cross" size={12} />} onClick={() => setDue('')}>
          {t('rounds:late')}
        </Button>
      )}
      <TextInput
        size="xs"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={t('rounds:filter.text')}
        aria-label={t('rounds:filter.text')}
        leftSection={<Icon name="search" size={14} />}
      />
      <Select
        size="xs"
        clearable
        value={state === '' ? null : state}
        onChange={(value) => setState(value ?? '')}
        placeholder={t('rounds:filter.state')}
        aria-label={t('rounds:filter.state')}
        data={states.map((one) => ({
          value: one,
          label: `${stateNames(one)} (${samples.filter((sample) => one.split(',').includes(sample.state)).length})`,
        }))}
      />
      <Select
        size="xs"
        clearable
        searchable
        value={area === '' ? null : area}
        onChange={(value) => setArea(value ?? '')}
        placeholder={t('rounds:filter.area')}
        aria-label={t('rounds:filter.area')}
        data={areas.map((one) => ({ value: one.code, label: name(one.name) }))}
      />
    </div>
  );
}
