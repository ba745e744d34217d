/** What is looked for and where: analytes, areas and sampling points, each with its source. */
import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnalytes, useAreas, useSites } from '../../../api/useRecords.ts';
import type { AnalyteItem, Area, Site } from '../../../api/types.ts';
import { DataTable, type Column } from '../../../components/DataTable.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatCount } from '../../../state/format.ts';
import { useName } from '../../../state/useLanguage.ts';
import { Facts } from '../../../components/Facts.tsx';

function Analytes() {
  const { t } = useTranslation();
  const name = useName();
  const analytes = useAnalytes();
  const [open, setOpen] = useState<string | null>(null);
  if (analytes.isPending) return <Loading rows={10} />;
  if (analytes.isError) return <ProblemNote error={analytes.error} onRetry={() => void analytes.refetch()} />;
  const columns: Column<AnalyteItem>[] = [
    {
      key: 'name',
      phone: 'title',
      heading: t('settings:method.analyte'),
      cell: (analyte) => <b>{name(analyte)}</b>,
      sort: (analyte) => name(analyte),
    },
    {
      key: 'abbreviation',
      heading: t('settings:reference.abbreviation'),
      cell: (analyte) => analyte.abbreviation,
      sort: (analyte) => analyte.abbreviation,
    },
    { key: 'cas', heading: t('settings:reference.cas'), cell: (analyte) => analyte.cas },
    { key: 'group', heading: t('settings:reference.group'), cell: (analyte) => analyte.group, sort: (analyte) => analyte.group },
  ];
  return (
    <DataTable
      caption={t('settings:reference.analytes')}
      columns={columns}
      rows={analytes.data}
      rowKey={(analyte) => analyte.id}
      opened={{
        key: open,
        onToggle: setOpen,
        label: (analyte) => t('settings:more', { name: name(analyte) }),
        content: (analyte) => <Facts facts={[[t('settings:source'), name(analyte.sourceWords)]]} />,
      }}
    />
  );
}

function Areas() {
  const { t } = useTranslation();
  const name = useName();
  const areas = useAreas();
  if (areas.isPending) return <Loading rows={10} />;
  if (areas.isError) return <ProblemNote error={areas.error} onRetry={() => void areas.refetch()} />;
  const columns: Column<Area>[] = [
    { key: 'code', heading: t('settings:reference.code'), cell: (area) => `${area.code} · ${area.codeSystem}`, sort: (area) => area.code },
    { key: 'name', phone: 'title', heading: t('rounds:column.area'), cell: (area) => <b>{name(area)}</b>, sort: (area) => name(area) },
    { key: 'level', heading: t('settings:unit.level'), cell: (area) => t(`words:areaLevel.${area.level}`), sort: (area) => area.level },
    {
      key: 'population',
      heading: t('settings:reference.population'),
      numeric: true,
      cell: (area) => (area.population === null ? null : `${formatCount(area.population)} (${area.populationYear ?? '–'})`),
      sort: (area) => area.population,
    },
    {
      key: 'boundary',
      heading: t('settings:reference.boundary'),
      cell: (area) => (area.geometrySource === null ? null : t(`words:geometrySource.${area.geometrySource}`)),
    },
  ];
  return <DataTable caption={t('settings:reference.areas')} columns={columns} rows={areas.data} rowKey={(area) => area.id} />;
}

function Sites() {
  const { t } = useTranslation();
  const name = useName();
  const sites = useSites();
  const areas = useAreas();
  if (sites.isPending) return <Loading rows={10} />;
  if (sites.isError) return <ProblemNote error={sites.error} onRetry={() => void sites.refetch()} />;
  const areaOf = (site: Site): string => {
    const area = areas.data?.find((one) => one.id === site.areaId);
    return area === undefined ? site.areaId : name(area);
  };
  const columns: Column<Site>[] = [
    { key: 'code', heading: t('settings:reference.code'), cell: (site) => site.code, sort: (site) => site.code },
    { key: 'name', phone: 'title', heading: t('rounds:column.site'), cell: (site) => <b>{name(site)}</b>, sort: (site) => name(site) },
    { key: 'area', heading: t('rounds:column.area'), cell: areaOf, sort: areaOf },
    { key: 'asset', heading: t('settings:reference.asset'), cell: (site) => t(`words:asset.${site.asset}`), sort: (site) => site.asset },
    { key: 'catchment', heading: t('settings:reference.catchment'), cell: (site) => t(`words:catchment.${site.catchment}`) },
    { key: 'role', heading: t('settings:reference.role'), cell: (site) => t(`words:siteRole.${site.role}`) },
    {
      key: 'flow',
      heading: t('settings:reference.flow'),
      unit: 'm³/d',
      numeric: true,
      cell: (site) => (site.flowM3PerDay === null ? null : formatCount(site.flowM3PerDay)),
      sort: (site) => site.flowM3PerDay,
    },
    {
      key: 'served',
      heading: t('settings:reference.served'),
      numeric: true,
      cell: (site) => (site.populationServed === null ? null : formatCount(site.populationServed)),
      sort: (site) => site.populationServed,
    },
  ];
  return <DataTable caption={t('settings:reference.sites')} columns={columns} rows={sites.data} rowKey={(site) => site.id} />;
}

export function ReferenceSection() {
  const { t } = useTranslation();
  return (
    <Tabs defaultValue="analytes" keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="analytes">{t('settings:reference.analytes')}</Tabs.Tab>
        <Tabs.Tab value="areas">{t('settings:reference.areas')}</Tabs.Tab>
        <Tabs.Tab value="sites">{t('settings:reference.sites')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="analytes">
        <Analytes />
      </Tabs.Panel>
      <Tabs.Panel value="areas">
        <Areas />
      </Tabs.Panel>
      <Tabs.Panel value="sites">
        <Sites />
      </Tabs.Panel>
    </Tabs>
  );
}
