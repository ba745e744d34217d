/**
 * Lets an account into a room, or says who can open it. A room is entered anew by every person, and where it is a room of one
 * round, with every round: nothing typed, opened, chosen or filtered for another one is left in it.
 */
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useRoomAccess, useSession } from '../api/useSession.ts';
import type { Room } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { ROUND_ROOMS } from '../state/rooms.ts';

export function RoomGate({ room, children }: { room: Room; children: ReactNode }) {
  const { t } = useTranslation();
  const access = useRoomAccess(room);
  const person = useSession().user?.id ?? '';
  const round = useSearchParams()[0].get('round') ?? '';
  if (access.allowed) return <Fragment key={`${person} ${ROUND_ROOMS.has(room) ? round : ''}`}>{children}</Fragment>;
  const title = t(`common:room.${room}`);
  return (
    <Page title={title}>
      <EmptyState icon="lock" title={t('common:gate.title', { room: title })}>
        {t('common:gate.who', { roles: access.roles.map((role) => t(`words:role.${role}`)).join(t('common:listSeparator')) })}
      </EmptyState>
    </Page>
  );
}
