/** The words of the sheet in the language of the screen; one object until the language changes. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useName } from '../../../state/useLanguage.ts';
import type { SheetWords } from './sheet.ts';

export function useSheetWords(): SheetWords {
  const { t } = useTranslation();
  const name = useName();
  return useMemo(() => ({
    name,
    state: (state) => t(`words:resultState.${state}`),
    noMethod: t('bench:noMethod'), saving: t('bench:saving'), unsaved: t('bench:unsaved'), incomplete: t('bench:incomplete'), conflict: t('bench:conflict'), uncertaintyKept: t('bench:uncertaintyKept'),
    sample: t('bench:sample'), site: t('bench:site'), analyte: t('bench:analyte'), limits: t('bench:limits'),
    field: { result: t('bench:field.result'), dilution: t('bench:field.dilution'), unit: t('bench:field.unit'), remark: t('bench:field.remark') },
  }), [name, t]);
}
