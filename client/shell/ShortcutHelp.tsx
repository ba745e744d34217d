/** `?`: every shortcut in force on this page. */
import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAllShortcuts } from '../state/useShortcuts.ts';
import classes from './ShortcutHelp.module.css';

function Keys({ keys }: { keys: string }) {
  const mac = navigator.userAgent.includes('Mac');
  const words = keys.split(' ').map((chord) => chord.replace('mod', mac ? '⌘' : 'Ctrl').split('+'));
  return (
    <span className={classes['keys']}>
      {words.map((chord, index) => (
        <span key={index}>
          {chord.map((key) => (
            <Kbd key={key}>{key.length === 1 ? key.toUpperCase() : key}</Kbd>
          ))}
        </span>
      ))}
    </span>
  );
}

export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const groups = useAllShortcuts();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('common:shortcuts.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <div className={classes['groups']}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.shortcuts.map((one) => (
                <div key={one.keys}>
                  <dt>
                    <Keys keys={one.keys} />
                  </dt>
                  <dd>{one.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
