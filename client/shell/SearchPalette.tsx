/**
 * Ctrl/⌘ K: rooms, rounds, samples of the round, sites and areas by number, code or name in
 * either language. The lists are read when the search is first opened.
 */
import { Modal, TextInput } from '@mantine/core';
import { useId, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Icon } from '../components/Icon.tsx';
import { useSearchEntries, type SearchEntry } from '../state/useSearchEntries.ts';
import { findEntries } from '../state/findEntries.ts';
import type { RoomPlace } from '../state/rooms.ts';
import classes from './SearchPalette.module.css';

const SHOWN = 12;

function Results({ places, onClose }: { places: readonly RoomPlace[]; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { entries, loading, round } = useSearchEntries(places);
  const found = findEntries(entries, text, SHOWN);
  const open = (entry: SearchEntry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    void navigate(entry.to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') open(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        size="md"
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found.length > 0 ? `${listId}-${at}` : undefined}
        aria-label={t('common:search.open')}
        placeholder={t('common:search.placeholder')}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul className={classes['list']} id={listId} role="listbox" aria-label={t('common:search.found')}>
        {found.map((entry, index) => (
          <li
            key={entry.key}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseMove={() => setAt(index)}
            onClick={() => open(entry)}
          >
            <Icon name={entry.icon} />
            <span className={classes['title']}>{entry.title}</span>
            <span className={classes['kind']}>{entry.kind}</span>
          </li>
        ))}
      </ul>
      <p className={classes['foot']} role="status">
        {loading
          ? t('common:search.loading')
          : found.length === 0
            ? t('common:search.nothing', { text })
            : round === null
              ? ''
              : t('common:search.scope', { round })}
      </p>
    </>
  );
}

export function SearchPalette({ opened, onClose, places }: { opened: boolean; onClose: () => void; places: readonly RoomPlace[] }) {
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} size={560} yOffset="10dvh" padding="sm">
      {opened && <Results places={places} onClose={onClose} />}
    </Modal>
  );
}
