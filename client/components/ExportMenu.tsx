/** Files to take along. The menu comes from the API: a new export appears here by itself. What an account may not export is shown with the reason. */
import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { download } from '../api/download.ts';
import { useExports } from '../api/useRecords.ts';
import type { ExportItem } from '../api/types.ts';
import { useIntent } from '../api/useIntent.ts';
import { useLanguage, useName } from '../state/useLanguage.ts';
import { Icon } from './Icon.tsx';
import { ProblemNote } from './ProblemNote.tsx';
import classes from './ExportMenu.module.css';

/** @param only ids to offer; all that need no more than the given parameters where left out */
export function ExportMenu({ parameters, only }: { parameters: Partial<Record<'round' | 'schedule', string>>; only?: readonly string[] }) {
  const { t } = useTranslation();
  const name = useName();
  const language = useLanguage();
  const exports = useExports();
  const save = useIntent({
    mutationFn: ({ item, format }: { item: ExportItem; format: string }) =>
      download(`/exports/${item.id}`, { format, language, ...parameters }, `${item.id}.${format}`),
  });
  const offered = (exports.data ?? []).filter(
    (item) => (only === undefined || only.includes(item.id)) && item.parameters.every((parameter) => parameters[parameter] !== undefined),
  );
  return (
    <Menu position="bottom-end" width={320} shadow="md" closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" size="sm" leftSection={<Icon name="download" size={16} />} loading={save.isPending}>
          {t('common:exports.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {exports.isError && <ProblemNote error={exports.error} compact />}
        {save.isError && <ProblemNote error={save.error} compact />}
        {offered.map((item) => (
          <div key={item.id} className={classes['item']}>
            <span>{name(item.title)}</span>
            <div className={classes['formats']}>
              {item.formats.map((format) => (
                <Menu.Item
                  key={format}
                  disabled={!item.allowed || save.isPending}
                  onClick={() => save.mutate({ item, format })}
                  aria-label={`${name(item.title)} ${format}`}
                >
                  {format}
                </Menu.Item>
              ))}
            </div>
            {item.reason !== undefined && <small>{name(item.reason)}</small>}
          </div>
        ))}
        <p className={classes['note']}>{save.isPending ? t('common:exports.saving') : t('common:exports.note')}</p>
      </Menu.Dropdown>
    </Menu>
  );
}
