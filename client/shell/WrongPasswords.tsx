/** Somebody gave wrong passwords for this account: its owner is told once, whoever it was. */
import { Button } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/useSession.ts';
import { Notice } from '../components/Notice.tsx';
import { formatInstant } from '../state/format.ts';

export function WrongPasswords({ className }: { className: string }) {
  const { t } = useTranslation();
  const { user, wrongPasswords } = useSession();
  const [seen, setSeen] = useLocalStorage({ key: `shuijian.wrongPasswords.${user?.id ?? ''}`, defaultValue: '', getInitialValueInEffect: false });
  if (wrongPasswords === null || wrongPasswords.lastAt <= seen) return null;
  return (
    <div className={className}>
      <Notice tone="warn" action={<Button size="compact-xs" variant="default" onClick={() => setSeen(wrongPasswords.lastAt)}>{t('session:wrong.seen')}</Button>}>
        {t('session:wrong.said', { count: wrongPasswords.count, at: formatInstant(wrongPasswords.lastAt) })}
      </Notice>
    </div>
  );
}
