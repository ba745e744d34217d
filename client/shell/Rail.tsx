/** The left rail: icons and words of the rooms an account may enter; narrow, it keeps the icons. */
import { NavLink } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Tooltip } from '@mantine/core';
import { Icon } from '../components/Icon.tsx';
import { Brand } from '../components/Brand.tsx';
import type { RoomPlace } from '../state/rooms.ts';
import { useTo } from '../state/useRound.ts';
import classes from './Rail.module.css';

interface RailProps {
  places: readonly RoomPlace[];
  narrow: boolean;
  onNarrow: (narrow: boolean) => void;
  onHelp: () => void;
}

export function Rail({ places, narrow, onNarrow, onHelp }: RailProps) {
  const { t } = useTranslation();
  const to = useTo();
  return (
    <aside className={classes['rail']} data-narrow={narrow || undefined}>
      <div className={classes['brand']}>
        <Brand words={!narrow} />
      </div>
      <nav aria-label={t('common:rooms')}>
        <ul>
          {places.map((place) => (
            <li key={place.room}>
              <Tooltip label={t(`common:room.${place.room}`)} position="right" disabled={!narrow}>
                <NavLink to={to(place.path)} className={classes['link'] ?? ''}>
                  <Icon name={place.icon} size={20} />
                  <span className={narrow ? 'sj-hidden' : undefined}>{t(`common:room.${place.room}`)}</span>
                </NavLink>
              </Tooltip>
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes['foot']}>
        <button type="button" className={classes['link']} onClick={onHelp} title={t('common:shortcuts.title')}>
          <Icon name="keyboard" size={20} />
          <span className={narrow ? 'sj-hidden' : undefined}>{t('common:shortcuts.title')}</span>
          {!narrow && <kbd>?</kbd>}
        </button>
        <button
          type="button"
          className={classes['link']}
          onClick={() => onNarrow(!narrow)}
          aria-expanded={!narrow}
          title={t(narrow ? 'common:rail.expand' : 'common:rail.collapse')}
        >
          <Icon name={narrow ? 'expand' : 'collapse'} size={20} />
          <span className={narrow ? 'sj-hidden' : undefined}>{t(narrow ? 'common:rail.expand' : 'common:rail.collapse')}</span>
        </button>
      </div>
    </aside>
  );
}
