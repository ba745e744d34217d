/** Lets an account into a room, or says who can open it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoomAccess } from '../api/useSession.ts';
import type { Room } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';

export function RoomGate({ room, children }: { room: Room; children: ReactNode }) {
  const { t } = useTranslation();
  const access = useRoomAccess(room);
  if (access.allowed) return children;
  const title = t(`common:room.${room}`);
  return (
    <Page title={title}>
      <EmptyState icon="lock" title={t('common:gate.title', { room: title })}>
        {t('common:gate.who', { roles: access.roles.map((role) => t(`words:role.${role}`)).join(t('common:listSeparator')) })}
      </EmptyState>
    </Page>
  );
}
