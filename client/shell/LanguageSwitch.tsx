/** 中文 or English: each named in its own words, so that it can be found by who needs it. */
import { SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { saveLanguage, useSessionQuery } from '../api/useSession.ts';
import { switchLanguage } from '../i18n/i18n.ts';
import { useLanguage } from '../state/useLanguage.ts';
import type { Language } from '../../models/schemas/vocabulary.ts';

export function LanguageSwitch({ fullWidth = false }: { fullWidth?: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const user = useSessionQuery().data?.user ?? null;
  const change = async (language: Language): Promise<void> => {
    await switchLanguage(language);
    if (user !== null) await saveLanguage(client, language);
    // Sentences that the server wrote are in the old language.
    await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  };
  return (
    <SegmentedControl
      size="xs"
      fullWidth={fullWidth}
      aria-label={t('common:language')}
      value={useLanguage()}
      onChange={(value) => void change(value === 'en' ? 'en' : 'zh-CN')}
      data={[
        { value: 'zh-CN', label: '中文' },
        { value: 'en', label: 'EN' },
      ]}
    />
  );
}
