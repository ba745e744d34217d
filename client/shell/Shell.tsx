/**
 * What surrounds every room: rail, top bar, ribbon, and the decision who sees it at all.
 * Nothing inside is drawn before the session is read, so rooms may rely on it.
 */
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { useLocalStorage } from '@mantine/hooks';
import { useChanges } from '../api/useChanges.ts';
import { useExpired, useOtherWindows, useSession, useSessionQuery } from '../api/useSession.ts';
import type { Room } from '../api/types.ts';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { Page } from '../components/Page.tsx';
import { ProblemNote } from '../components/ProblemNote.tsx';
import { switchLanguage } from '../i18n/i18n.ts';
import { ROOM_PLACES } from '../state/rooms.ts';
import { BottomBar } from './BottomBar.tsx';
import { Rail } from './Rail.tsx';
import { ShellShortcuts } from './ShellShortcuts.tsx';
import { TopBar } from './TopBar.tsx';
import { WrongPasswords } from './WrongPasswords.tsx';
import classes from './Shell.module.css';

// not on the first page of somebody who is signed in: fetched when they are asked for
const SearchPalette = lazy(async () => ({ default: (await import('./SearchPalette.tsx')).SearchPalette }));
const ShortcutHelp = lazy(async () => ({ default: (await import('./ShortcutHelp.tsx')).ShortcutHelp }));
const SignIn = lazy(async () => ({ default: (await import('../views/administration/entrance/SignIn.tsx')).SignIn }));
const SetUpNeeded = lazy(async () => ({ default: (await import('../views/administration/entrance/SetUpNeeded.tsx')).SetUpNeeded }));

/** Rooms this account may enter and that have a view, in the order of the rail. */
function useOpenRooms(rooms: readonly Room[]) {
  const session = useSession();
  return ROOM_PLACES.filter((place) => rooms.includes(place.room) && session.rooms.some((one) => one.room === place.room && one.allowed));
}

/** The language kept with the account wins over the browser's, once for each account that comes in; a choice made later is not undone. */
function useAccountLanguage(): void {
  const { user } = useSession();
  const greeted = useRef<string | null>(null);
  useEffect(() => {
    if (user === null || greeted.current === user.id) return;
    greeted.current = user.id;
    if (user.language !== null && user.language !== document.documentElement.lang) void switchLanguage(user.language);
  }, [user]);
}

/** Another person at the same screen begins on Today: the address still names what the one before had open. */
function useOwnAddress(person: string | null): void {
  const navigate = useNavigate();
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (person === null) return;
    if (last.current !== null && last.current !== person) void navigate('/today', { replace: true });
    last.current = person;
  }, [person, navigate]);
}

/** True once it is wanted and nobody is in the middle of a word: half a number that loses its keys would stand as a whole one. */
function useBetweenWords(wanted: boolean): boolean {
  const [calm, setCalm] = useState(false);
  useEffect(() => {
    if (!wanted) return undefined;
    const look = (): void => {
      if (document.activeElement?.matches('input, textarea') !== true) setCalm(true);
    };
    // After the focus has arrived where it goes.
    const later = (): void => void setTimeout(look, 0);
    later();
    document.addEventListener('focusout', later);
    return () => {
      document.removeEventListener('focusout', later);
      setCalm(false);
    };
  }, [wanted]);
  return wanted && calm;
}

/** True from the first time on. */
function useOnce(now: boolean): boolean {
  const [was, setWas] = useState(now);
  if (now && !was) setWas(true);
  return was || now;
}

function Inside({ rooms }: { rooms: readonly Room[] }) {
  const { t } = useTranslation();
  const session = useSession();
  const live = useChanges();
  useAccountLanguage();
  const places = useOpenRooms(rooms);
  const [narrow, setNarrow] = useLocalStorage({ key: `shuijian.rail.${session.user?.id ?? ''}`, defaultValue: false, getInitialValueInEffect: false });
  const [searching, setSearching] = useState(false);
  const [helping, setHelping] = useState(false);
  // once opened they stay, so that closing is drawn to its end
  const searched = useOnce(searching);
  const helped = useOnce(helping);
  const room = useLocation().pathname.split('/')[1] ?? '';
  return (
    <div className={classes['shell']} data-narrow={narrow || undefined}>
      <a className={classes['skip']} href="#content">
        {t('common:skip')}
      </a>
      <ShellShortcuts
        places={places}
        onSearch={() => setSearching(true)}
        onHelp={() => setHelping(true)}
        onCollapse={() => setNarrow(!narrow)}
      />
      <Rail places={places} narrow={narrow} onNarrow={setNarrow} onHelp={() => setHelping(true)} />
      <div className={classes['main']}>
        <TopBar onSearch={() => setSearching(true)} />
        {session.syntheticData && <div className={classes['ribbon']}>{t('common:ribbon')}</div>}
        {!live && (
          <div className={classes['offline']}>
            <Notice tone="warn">{t('common:offline')}</Notice>
          </div>
        )}
        <WrongPasswords className={classes['offline'] ?? ''} />
        <main id="content" tabIndex={-1} className={classes['content']} data-room={room}>
          <Outlet />
        </main>
      </div>
      <BottomBar places={places} />
      <Suspense fallback={null}>
        {searched && <SearchPalette opened={searching} onClose={() => setSearching(false)} places={places} />}
        {helped && <ShortcutHelp opened={helping} onClose={() => setHelping(false)} />}
      </Suspense>
    </div>
  );
}

export function Shell({ rooms }: { rooms: readonly Room[] }) {
  const { t } = useTranslation();
  const session = useSessionQuery();
  useOtherWindows();
  useOwnAddress(session.data?.user?.id ?? null);
  const expired = useBetweenWords(useExpired());
  if (session.isPending) return <Loading rows={6} />;
  if (session.isError) {
    return (
      <Page title={t('common:product')}>
        <ProblemNote error={session.error} onRetry={() => void session.refetch()} />
      </Page>
    );
  }
  if (session.data.user === null) return <Suspense fallback={<Loading rows={6} />}>{session.data.setupNeeded ? <SetUpNeeded /> : <SignIn session={session.data} />}</Suspense>;
  return (
    <>
      <div inert={expired}>
        <Inside key={session.data.user.id} rooms={rooms} />
      </div>
      {expired && (
        <div className={classes['expired']} data-testid="expired">
          <Suspense fallback={<Loading rows={6} />}>
            <SignIn session={session.data} expired={session.data.user.username} />
          </Suspense>
        </div>
      )}
    </>
  );
}
