/** Round, search, language, theme, person. The round comes first: it governs everything under it. */
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Brand } from '../components/Brand.tsx';
import { Icon } from '../components/Icon.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import { RoundSelect } from './RoundSelect.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import classes from './TopBar.module.css';

export function TopBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const mac = navigator.userAgent.includes('Mac');
  return (
    <header className={classes['bar']}>
      <span className={classes['mark']}>
        <Brand words={false} />
      </span>
      <RoundSelect />
      <UnstyledButton
        className={classes['search']}
        onClick={onSearch}
        aria-label={t('common:search.open')}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <Icon name="search" size={16} />
        <span>{t('common:search.open')}</span>
        <kbd>{mac ? '⌘K' : 'Ctrl K'}</kbd>
      </UnstyledButton>
      <div className={classes['end']}>
        <span className={classes['wide']}>
          <LanguageSwitch />
          <ThemeSwitch />
        </span>
        <PersonMenu />
      </div>
    </header>
  );
}
