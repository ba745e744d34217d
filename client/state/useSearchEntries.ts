/** Everything the search can open, in the order it is offered: rooms, rounds, areas, sites, samples of the round. */
import type { To } from 'react-router';
import { useTranslation } from 'react-i18next';
import { useAreas, useSamples, useSites } from '../api/useRecords.ts';
import type { IconName } from '../components/Icon.tsx';
import { formatRound } from './format.ts';
import type { Findable } from './findEntries.ts';
import type { RoomPlace } from './rooms.ts';
import { useLanguage, useName } from './useLanguage.ts';
import { useRound, useTo } from './useRound.ts';

export interface SearchEntry extends Findable {
  key: string;
  icon: IconName;
  kind: string;
  to: To;
}

export function useSearchEntries(places: readonly RoomPlace[]): { entries: SearchEntry[]; loading: boolean; round: string | null } {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const to = useTo();
  const { code, rounds } = useRound();
  const areas = useAreas();
  const sites = useSites();
  const samples = useSamples(code);
  const may = (room: string): boolean => places.some((place) => place.room === room);
  const entries: SearchEntry[] = places.map((place) => ({
    key: place.room,
    icon: place.icon,
    kind: t('common:search.kind.room'),
    title: t(`common:room.${place.room}`),
    also: place.path,
    to: to(place.path),
  }));
  const start = may('rounds') ? '/rounds' : '/today';
  for (const round of rounds) {
    entries.push({
      key: round.id,
      icon: 'calendar',
      kind: t('common:search.kind.round'),
      title: formatRound(round.code, language),
      also: `${round.code} ${formatRound(round.code, 'zh-CN')}`,
      to: to(start, { round: round.code }),
    });
  }
  for (const area of areas.data ?? []) {
    const target = may('map') ? to('/map', { area: area.code }) : may('rounds') ? to('/rounds', { area: area.code }) : null;
    if (target !== null)
      entries.push({
        key: area.id,
        icon: 'map',
        kind: t('common:search.kind.area'),
        title: name(area),
        also: `${area.nameZh} ${area.nameEn} ${area.code}`,
        to: target,
      });
  }
  for (const site of sites.data ?? []) {
    const target = may('trends') ? to('/trends', { site: site.id }) : may('rounds') ? to('/rounds', { q: site.code }) : null;
    if (target !== null)
      entries.push({
        key: site.id,
        icon: 'pin',
        kind: t('common:search.kind.site'),
        title: `${site.code} ${name(site)}`,
        also: `${site.nameZh} ${site.nameEn}`,
        to: target,
      });
  }
  if (may('rounds')) {
    for (const sample of samples.data ?? []) {
      entries.push({
        key: sample.id,
        icon: 'bottle',
        kind: t('common:search.kind.sample'),
        title: sample.number,
        also: `${sample.site.code} ${sample.site.name.zh} ${sample.site.name.en}`,
        to: to('/rounds', { sample: sample.number }),
      });
    }
  }
  return {
    entries,
    loading: areas.isLoading || sites.isLoading || samples.isLoading,
    round: code === null ? null : formatRound(code, language),
  };
}
