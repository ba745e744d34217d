import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { useTo } from '../state/useRound.ts';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  const to = useTo();
  return (
    <Page title={t('common:notFound.title')}>
      <EmptyState icon="search" title={t('common:notFound.title')} action={<Link to={to('/today')}>{t('common:notFound.back')}</Link>}>
        {t('common:notFound.why')}
      </EmptyState>
    </Page>
  );
}
