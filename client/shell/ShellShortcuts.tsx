/** The shortcuts that hold everywhere. */
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { RoomPlace } from '../state/rooms.ts';
import { useShortcuts } from '../state/useShortcuts.ts';
import { useTo } from '../state/useRound.ts';

interface ShellShortcutsProps {
  places: readonly RoomPlace[];
  onSearch: () => void;
  onHelp: () => void;
  onCollapse: () => void;
}

export function ShellShortcuts({ places, onSearch, onHelp, onCollapse }: ShellShortcutsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const to = useTo();
  useShortcuts(t('common:shortcuts.everywhere'), [
    { keys: 'mod+k', label: t('common:search.open'), run: onSearch },
    { keys: '?', label: t('common:shortcuts.title'), run: onHelp },
    { keys: '[', label: t('common:rail.toggle'), run: onCollapse },
    ...places.map((place) => ({
      keys: `g ${place.letter}`,
      label: t(`common:room.${place.room}`),
      run: () => void navigate(to(place.path)),
    })),
  ]);
  return null;
}
