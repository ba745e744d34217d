/** The rooms on a phone: the four used outside the laboratory within reach of a thumb, the rest behind one more. */
import { Drawer } from '@mantine/core';
import { useState } from 'react';
import { NavLink } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { Room } from '../api/types.ts';
import { Icon } from '../components/Icon.tsx';
import type { RoomPlace } from '../state/rooms.ts';
import { useTo } from '../state/useRound.ts';
import classes from './BottomBar.module.css';

const FIRST: readonly Room[] = ['today', 'rounds', 'map', 'review'];
const SLOTS = 4;
const DRAWER_HEAD_PX = 84;
const DRAWER_ROW_PX = 76;

export function BottomBar({ places }: { places: readonly RoomPlace[] }) {
  const { t } = useTranslation();
  const to = useTo();
  const [open, setOpen] = useState(false);
  const preferred = FIRST.flatMap((room) => places.filter((place) => place.room === room));
  const shown = [...preferred, ...places.filter((place) => !preferred.includes(place))].slice(0, SLOTS);
  const link = (place: RoomPlace) => (
    <NavLink key={place.room} to={to(place.path)} onClick={() => setOpen(false)} className={classes['link'] ?? ''}>
      <Icon name={place.icon} size={22} />
      <span>{t(`common:room.${place.room}`)}</span>
    </NavLink>
  );
  return (
    <>
      <nav className={classes['bar']} aria-label={t('common:rooms')}>
        {shown.map(link)}
        {places.length > shown.length && (
          <button type="button" className={classes['link']} onClick={() => setOpen(true)} aria-haspopup="dialog">
            <Icon name="menu" size={22} />
            <span>{t('common:more')}</span>
          </button>
        )}
      </nav>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="bottom"
        size={DRAWER_HEAD_PX + Math.ceil(places.length / 3) * DRAWER_ROW_PX}
        title={t('common:rooms')}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <div className={classes['all']}>{places.map(link)}</div>
      </Drawer>
    </>
  );
}
