/** The numbers of one rule: which grades ask for it, and how often or how much. A number of a new kind needs its word and nothing else. */
import { Checkbox, NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ResponseRule } from '../../../../models/schemas/responseRules.ts';
import { useName } from '../../../state/useLanguage.ts';
import classes from './ResponseRules.module.css';

const CLASSES = ['severe', 'moderately-severe', 'general'] as const;
/** Shares of one stand as percent. */
const SHARES = ['extraShare'];

export function RuleFields({ rule, onChange }: { rule: ResponseRule; onChange: (rule: ResponseRule) => void }) {
  const { t } = useTranslation();
  const name = useName();
  const set = (more: object): void => onChange({ ...rule, ...more });
  const numbers = Object.entries(rule).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  const every = 'everyWeeks' in rule ? rule.everyWeeks : [];
  return (
    <fieldset className={classes['rule']}>
      <legend><b>{name(rule.title)}</b></legend>
      <div className={classes['grades']}>
        {CLASSES.map((grade) => (
          <Checkbox key={grade} label={t(`words:grade.${grade}`)} checked={rule.grades.includes(grade)} onChange={(event) => set({ grades: CLASSES.filter((each) => (each === grade ? event.currentTarget.checked : rule.grades.includes(each))) })} />
        ))}
      </div>
      <div className={classes['fields']}>
        {numbers.map(([field, value]) => {
          const share = SHARES.includes(field);
          return (
            <NumberInput
              key={field}
              label={t(`settings:response.field.${field}`)}
              value={share ? Math.round(100 * value) : value}
              min={share ? 0 : 1}
              max={share ? 100 : 1000}
              allowDecimal={false}
              onChange={(typed) => { if (typeof typed === 'number') set({ [field]: share ? typed / 100 : typed }); }}
            />
          );
        })}
        {'crew' in rule && rule.crew.map((each, i) => (
          <NumberInput key={each.level} label={t(`settings:response.crew.${each.level}`)} value={each.count} min={1} allowDecimal={false} onChange={(typed) => { if (typeof typed === 'number') set({ crew: rule.crew.map((one, j) => (j === i ? { ...one, count: typed } : one)) }); }} />
        ))}
        {'everyWeeks' in rule && CLASSES.filter((grade) => rule.grades.includes(grade)).map((grade) => (
          <NumberInput
            key={grade}
            label={t('settings:response.every', { grade: t(`words:grade.${grade}`) })}
            value={every.find((each) => each.grade === grade)?.weeks ?? ''}
            min={1}
            allowDecimal={false}
            onChange={(typed) => set({ everyWeeks: [...every.filter((each) => each.grade !== grade), ...(typeof typed === 'number' ? [{ grade, weeks: typed }] : [])].sort((a, b) => CLASSES.findIndex((each) => each === a.grade) - CLASSES.findIndex((each) => each === b.grade)) })}
          />
        ))}
      </div>
    </fieldset>
  );
}
