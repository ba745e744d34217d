/** Worked cases of a rule: per site METH and KET in multiples of their references, and the class that should come out. */
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GRADES, type Grade } from '../../../../models/schemas/vocabulary.ts';
import type { RuleDraft } from '../../../api/types.ts';
import { Icon } from '../../../components/Icon.tsx';
import classes from '../../../components/Sections.module.css';

type Example = RuleDraft['examples'][number];

const linesOf = (sites: Example['sites']): string => sites.map(({ meth, ket }) => `${meth}, ${ket}`).join('\n');
/** One line a site; what is missing stays empty, and the server says so. */
const sitesOf = (text: string): Example['sites'] =>
  text.split('\n').filter((line) => line.trim() !== '').map((line) => {
    const [meth = '', ket = ''] = line.split(/[,，;\t]/).map((part) => part.trim());
    return { meth, ket };
  });

function Case({ example, got, onChange, onRemove }: { example: Example; got: Grade | undefined; onChange: (next: Example) => void; onRemove: () => void }) {
  const { t } = useTranslation();
  // kept as typed: a line that is half written is no site yet
  const [lines, setLines] = useState(linesOf(example.sites));
  return (
    <div className={classes['fields']} role="group" aria-label={example.title}>
      <TextInput label={t('settings:rule.example.title')} value={example.title} onChange={(event) => onChange({ ...example, title: event.currentTarget.value })} required />
      <Textarea
        label={t('settings:rule.example.sites')}
        autosize
        minRows={2}
        maxRows={6}
        value={lines}
        onChange={(event) => {
          setLines(event.currentTarget.value);
          onChange({ ...example, sites: sitesOf(event.currentTarget.value) });
        }}
      />
      <Select
        label={t('settings:rule.example.expected')}
        allowDeselect={false}
        value={example.expected}
        description={got === undefined ? undefined : t('settings:rule.example.got', { grade: t(`words:grade.${got}`) })}
        inputWrapperOrder={['label', 'input', 'description']}
        onChange={(value) => onChange({ ...example, expected: GRADES.find((grade) => grade === value) ?? example.expected })}
        data={GRADES.filter((grade) => grade !== 'not-graded').map((grade) => ({ value: grade, label: t(`words:grade.${grade}`) }))}
      />
      <Button size="xs" variant="subtle" w="fit-content" onClick={onRemove} leftSection={<Icon name="cross" size={14} />}>{t('settings:rule.example.remove')}</Button>
    </div>
  );
}

export function RuleExamples({ examples, got, onChange }: { examples: readonly Example[]; got: readonly Grade[]; onChange: (examples: Example[]) => void }) {
  const { t } = useTranslation();
  const [ids, setIds] = useState(() => examples.map(() => crypto.randomUUID()));
  return (
    <>
      {examples.map((example, i) => (
        <Case
          key={ids[i] ?? i}
          example={example}
          got={got[i]}
          onChange={(next) => onChange(examples.map((each, k) => (k === i ? next : each)))}
          onRemove={() => {
            setIds(ids.filter((_, k) => k !== i));
            onChange(examples.filter((_, k) => k !== i));
          }}
        />
      ))}
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => {
            setIds([...ids, crypto.randomUUID()]);
            onChange([...examples, { title: t('settings:rule.example.new'), sites: [{ meth: '1', ket: '1' }, { meth: '1', ket: '1' }, { meth: '1', ket: '1' }], expected: 'general' }]);
          }}
        >
          {t('settings:rule.example.add')}
        </Button>
      </div>
    </>
  );
}
