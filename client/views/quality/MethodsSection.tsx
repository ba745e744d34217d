/** Versions of methods with their limits. A version is never changed; a new one is a new row. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnalytes, useMethods } from '../../api/useRecords.ts';
import type { MethodItem } from '../../api/types.ts';
import { DataTable, type Column } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { sortRows } from '../../state/sortRows.ts';
import { formatSignificant } from '../../state/format.ts';
import { useName } from '../../state/useLanguage.ts';
import { useCan } from '../../api/useSession.ts';
import { Facts } from '../../components/Facts.tsx';
import { MethodForm } from './MethodForm.tsx';

export function MethodsSection() {
  const { t } = useTranslation();
  const name = useName();
  const methods = useMethods();
  const analytes = useAnalytes();
  const [open, setOpen] = useState<string | null>(null);
  const [revising, setRevising] = useState<string | null>(null);
  const mayRevise = useCan('methods.write');
  if (methods.isPending) return <Loading rows={10} />;
  if (methods.isError) return <ProblemNote error={methods.error} onRetry={() => void methods.refetch()} />;
  if (methods.data.length === 0)
    return (
      <EmptyState icon="flask" title={t('settings:method.empty.title')}>
        {t('settings:method.empty.why')}
      </EmptyState>
    );
  const isNewest = (method: MethodItem): boolean => !methods.data.some((one) => one.code === method.code && one.analyteId === method.analyteId && one.matrix === method.matrix && one.version > method.version);
  const analyte = (id: string) => analytes.data?.find((one) => one.id === id);
  const columns: Column<MethodItem>[] = [
    {
      key: 'analyte',
      phone: 'title',
      heading: t('settings:method.analyte'),
      cell: (method) => {
        const found = analyte(method.analyteId);
        return found === undefined ? method.analyteId : <b>{name(found)}</b>;
      },
      sort: (method) => analyte(method.analyteId)?.order,
    },
    {
      key: 'matrix',
      heading: t('rounds:column.matrix'),
      cell: (method) => t(`words:matrix.${method.matrix}`),
      sort: (method) => method.matrix,
    },
    {
      key: 'code',
      heading: t('settings:method.code'),
      cell: (method) => `${method.code} · ${method.version}`,
      sort: (method) => method.code,
    },
    { key: 'unit', heading: t('settings:method.unit'), cell: (method) => method.unit },
    { key: 'lod', heading: t('settings:method.lod'), numeric: true, cell: (method) => method.lod, sort: (method) => Number(method.lod) },
    { key: 'loq', heading: t('settings:method.loq'), numeric: true, cell: (method) => method.loq, sort: (method) => Number(method.loq) },
    {
      key: 'upper',
      heading: t('settings:method.upper'),
      numeric: true,
      cell: (method) => method.upper,
      sort: (method) => Number(method.upper),
    },
    { key: 'digits', heading: t('settings:method.digits'), numeric: true, cell: (method) => method.significantDigits },
  ];
  const inOrder = sortRows(methods.data, (method) => analyte(method.analyteId)?.order ?? null);
  return (
    <DataTable
      caption={t('settings:section.methods')}
      columns={columns}
      rows={inOrder}
      rowKey={(method) => method.id}
      opened={{
        key: open,
        onToggle: setOpen,
        label: (method) => t('settings:more', { name: `${method.code} ${method.analyteId}` }),
        content: (method) => (
          <>
            <Facts
              facts={[
                [t('settings:method.rounding'), t(`words:rounding.${method.rounding}`)],
                [t('settings:method.limitRule'), t(`words:limitRule.${method.limitRule}`)],
                [t('settings:method.duplicates'), t(`words:duplicateRule.${method.duplicateRule}`)],
                [t('settings:method.holdFactor'), method.holdFactor === null ? t('settings:method.holdFactorUsual') : `× ${formatSignificant(method.holdFactor, 3)}`],
                [t('settings:method.holdingTime'), method.holdingTimeHours === null ? t('settings:method.holdingTimeNone') : `${formatSignificant(method.holdingTimeHours, 4)} h`],
                [t('settings:source'), name(method.sourceWords)],
              ]}
            />
            {mayRevise && isNewest(method) && (revising === method.id ? <MethodForm method={method} onDone={() => setRevising(null)} /> : <Button size="xs" variant="default" onClick={() => setRevising(method.id)}>{t('settings:method.revise')}</Button>)}
          </>
        ),
      }}
    />
  );
}
