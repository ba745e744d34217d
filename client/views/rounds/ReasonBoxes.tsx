import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './ReasonBoxes.module.css';

/** Reason codes to tick; several may hold. */
export function ReasonBoxes({
  options,
  chosen,
  required,
  error,
  onChange,
}: {
  options: readonly string[];
  chosen: readonly string[];
  required: boolean;
  error: string | null;
  onChange: (chosen: string[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <Checkbox.Group
      label={t(required ? 'rounds:field.reasons' : 'rounds:field.deviations')}
      value={[...chosen]}
      onChange={onChange}
      error={error}
      withAsterisk={required}
    >
      <div className={classes['boxes']}>
        {options.map((reason) => (
          <Checkbox key={reason} value={reason} size="xs" label={t(`words:custodyReason.${reason}`)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
