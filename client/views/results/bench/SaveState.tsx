/** One line that says how much of what was typed the server has. */
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../components/Icon.tsx';
import { toProblem } from '../../../api/problem.ts';
import type { DraftView } from './draftBook.ts';
import classes from './BenchRoom.module.css';

export function SaveState({ view }: { view: DraftView }) {
  const { t } = useTranslation();
  const count = { waiting: 0, sending: 0, taken: 0, refused: 0, conflict: 0, incomplete: 0 };
  for (const draft of view.drafts.values()) count[draft.status] += 1;
  const moving = count.waiting + count.sending;
  const offline = view.problem !== null && toProblem(view.problem).code === 'network';
  const said = [
    ...(count.conflict > 0 ? [t('bench:conflictCount', { count: count.conflict })] : []),
    ...(count.refused > 0 ? [t('bench:refused', { count: count.refused })] : []),
    ...(count.incomplete > 0 ? [t('bench:incompleteCount', { count: count.incomplete })] : []),
    ...(moving > 0 ? [offline ? t('bench:waitsFor.network', { count: moving }) : t('bench:savingCount', { count: moving })] : []),
  ];
  return (
    <span className={classes['saved']} role="status" data-testid="save-state" data-clean={said.length === 0}>
      {said.length > 0 ? said.join(' · ') : <><Icon name="check" size={14} /> {t('bench:allSaved')}</>}
    </span>
  );
}
