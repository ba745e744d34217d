/** No account exists yet: where the one-time link is found. */
import { useTranslation } from 'react-i18next';
import { Entrance } from './Entrance.tsx';

export function SetUpNeeded() {
  const { t } = useTranslation();
  return (
    <Entrance title={t('session:setUpNeeded.title')}>
      <p>{t('session:setUpNeeded.why')}</p>
      <p>{t('session:setUpNeeded.do')}</p>
    </Entrance>
  );
}
