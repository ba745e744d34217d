/** A view that failed to load or to draw: said in place, with a way on. */
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../components/Page.tsx';
import { ProblemNote } from '../components/ProblemNote.tsx';
import { NotFound } from './NotFound.tsx';

export function RouteError() {
  const { t } = useTranslation();
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  return (
    <Page title={t('common:broken')}>
      <ProblemNote error={error} onRetry={() => window.location.reload()} />
    </Page>
  );
}
