/** How far the rule can be trusted here, for whoever knows statistics: back-test, weights, substitution, stability, agreement with counts. */
import { ActionIcon, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '../../../api/request.ts';
import { Icon } from '../../../components/Icon.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatSignificant } from '../../../state/format.ts';
import { useName } from '../../../state/useLanguage.ts';
import type { Grade } from '../../../../models/schemas/vocabulary.ts';
import type { Words } from '../../../api/types.ts';
import classes from './MapRoom.module.css';

interface Change {
  name: Words;
  from: Grade;
  to: Grade;
}

interface Validation {
  rule: { id: string; version: string; title: Words };
  falseSevere: number | null;
  rounds: string[];
  backTest: { pairs: number; brier: number; persistence: number; climate: number } | null;
  weights: { key: string; factor: number; changed: number; of: number; areas: (Change & { round: string })[] }[];
  stability: { from: string; to: string; changed: number; of: number }[];
  agreement: { round: string; kind: string; perEffort: boolean; n: number; rho: number; lower: number; upper: number; p: number; q: number; verdict: string }[];
  substitution: { fraction: number; changed: number; of: number; areas: Change[] }[];
}

/** A change of weights by a fifth should move no more of the towns than this. */
const WANTED_SHARE = 0.05;

function Rows({ heads, rows }: { heads: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={6} className={classes['factors']}>
      <Table.Thead><Table.Tr>{heads.map((head) => <Table.Th key={head}>{head}</Table.Th>)}</Table.Tr></Table.Thead>
      <Table.Tbody>{rows.map((row) => <Table.Tr key={row.join(' ')}>{row.map((cell, i) => <Table.Td key={heads[i]}>{cell}</Table.Td>)}</Table.Tr>)}</Table.Tbody>
    </Table>
  );
}

export function ValidationPanel({ round, onClose }: { round: string; onClose: () => void }) {
  const { t } = useTranslation();
  const name = useName();
  const query = useQuery({ queryKey: ['assessments', 'validation', round], queryFn: ({ signal }) => request<Validation>('/rules/validation', { query: { round }, signal }), retry: false });
  const header = (
    <header>
      <h2>{t('map:validation.title')}</h2>
      <ActionIcon variant="subtle" onClick={onClose} aria-label={t('map:close')}><Icon name="cross" /></ActionIcon>
    </header>
  );
  if (query.isPending) return <section className={classes['evidence']}>{header}<p className="sj-dim">{t('map:validation.working')}</p><Loading rows={6} /></section>;
  if (query.isError) return <section className={classes['evidence']}>{header}<ProblemNote error={query.error} onRetry={() => void query.refetch()} /></section>;
  const { rule, falseSevere, rounds, backTest, weights, stability, agreement, substitution } = query.data;
  const share = (changed: number, of: number): string => (of === 0 ? '–' : `${changed} / ${of} (${formatSignificant((100 * changed) / of, 2)} %)`);
  const changes = (areas: readonly Change[]): string => areas.map((area) => `${name(area.name)}: ${t(`words:grade.${area.from}`)} → ${t(`words:grade.${area.to}`)}`).join('; ');
  const most = Math.max(0, ...weights.map(({ changed, of }) => (of === 0 ? 0 : changed / of)));
  return (
    <section className={classes['evidence']} aria-label={t('map:validation.title')}>
      {header}
      <p className="sj-dim">{t('map:validation.lead', { rule: name(rule.title), version: rule.version, first: rounds[0], last: rounds.at(-1), count: rounds.length })}</p>
      <h3>{t('map:validation.backTest')}</h3>
      {backTest === null ? <p>{t('map:validation.noPairs')}</p> : (
        <>
          <p>{t('map:validation.backTestLead', { pairs: backTest.pairs })}</p>
          <Rows heads={[t('map:validation.forecast'), t('map:validation.brier')]} rows={[[t('map:validation.stated'), formatSignificant(backTest.brier)], [t('map:validation.persistence'), formatSignificant(backTest.persistence)], [t('map:validation.climate'), formatSignificant(backTest.climate)]]} />
        </>
      )}
      <h3>{t('map:validation.nothingThere')}</h3>
      <p>{falseSevere === null ? t('map:validation.notCounted') : t('map:validation.falseSevere', { share: formatSignificant(100 * falseSevere, 2) })}</p>
      <h3>{t('map:validation.weights')}</h3>
      <p>{t(most <= WANTED_SHARE ? 'map:validation.weightsGood' : 'map:validation.weightsBad', { most: formatSignificant(100 * most, 2) })}</p>
      <Rows heads={[t('map:validation.component'), t('map:validation.weight'), t('map:validation.changed')]} rows={weights.map(({ key, factor, changed, of }) => [t(`words:component.${key}`), factor < 1 ? '− 20 %' : '+ 20 %', share(changed, of)])} />
      <h3>{t('map:validation.substitution')}</h3>
      <p>{t('map:validation.substitutionLead', { round: rounds.at(-1) })}</p>
      <Rows heads={[t('map:validation.fraction'), t('map:validation.changed'), t('map:validation.which')]} rows={substitution.map(({ fraction, changed, of, areas }) => [`${fraction} × LOQ`, share(changed, of), changes(areas)])} />
      <h3>{t('map:validation.stability')}</h3>
      <Rows heads={[t('map:validation.between'), t('map:validation.changed')]} rows={stability.map(({ from, to, changed, of }) => [`${from} → ${to}`, share(changed, of)])} />
      <h3>{t('map:validation.agreement')}</h3>
      <p>{agreement.length === 0 ? t('map:validation.noCounts') : t('map:validation.agreementLead')}</p>
      {agreement.length > 0 && (
        <Rows
          heads={[t('map:validation.round'), t('map:validation.kind'), 'ρ', 'p', 'q', t('map:validation.verdict')]}
          rows={agreement.map((one) => [one.round, `${t(`map:validation.kinds.${one.kind}`)}${one.perEffort ? t('map:validation.perShift') : ''} (${one.n})`, `${formatSignificant(one.rho, 2)} [${formatSignificant(one.lower, 2)}, ${formatSignificant(one.upper, 2)}]`, formatSignificant(one.p, 2), formatSignificant(one.q, 2), t(`map:validation.verdicts.${one.verdict}`)])}
        />
      )}
      <p className={classes['caution']}>{t('map:validation.caution')}</p>
    </section>
  );
}
