/**
 * Where tasks are, for maps and devices: GeoJSON, KML and GPX with one point per task at its sampling
 * point, else at the seat of its area. A block of force has no place and is in none of them. Each
 * point says that it is no authorisation to search.
 */
import type { Feature, Point } from 'geojson';
import type { TaskView } from '../../models/schemas/answers/schedules.ts';
import { areasById, sitesById } from '../../models/store/repositories/reference.ts';
import { KIND_WORDS, NO_AUTHORISATION, SHIFT_WORDS } from '../usecases/operations/tasks/tasksOrderText.ts';
import { inLanguage, type ExportContext, type ExportFile, type ExportFormat, type ExportKind } from './exportKind.ts';
import { geoJsonFormat, type FeatureRows } from './geoJson.ts';
import { ofSchedule, scheduleOf } from './scheduleRows.ts';
import { mapApprovalOf, SYNTHETIC_LABEL } from './table.ts';
import { element, escapeXml } from './xml.ts';

interface Stop {
  task: TaskView;
  longitude: number;
  latitude: number;
  name: string;
  description: string;
}

interface Stops {
  stops: Stop[];
  of: string;
  synthetic: boolean;
}

async function stopsOf(context: ExportContext): Promise<Stops> {
  const found = await scheduleOf(context);
  const { schedule } = found;
  const reader = context.store.read;
  const siteIds = [...new Set(schedule.tasks.flatMap(({ siteId }) => siteId ?? []))];
  const areaIds = [...new Set(schedule.tasks.flatMap(({ areaId }) => areaId ?? []))];
  const sites = new Map((siteIds.length === 0 ? [] : await sitesById(reader, siteIds)).map((site) => [site.id, site]));
  const areas = new Map((areaIds.length === 0 ? [] : await areasById(reader, areaIds)).map((area) => [area.id, area]));
  const say = (words: { zh: string; en: string }): string => inLanguage(words, context.language);
  const stops = schedule.tasks.flatMap((task): Stop[] => {
    const site = sites.get(task.siteId ?? '');
    const area = areas.get(task.areaId ?? '');
    const longitude = site?.longitude ?? area?.seatLongitude ?? null;
    const latitude = site?.latitude ?? area?.seatLatitude ?? null;
    if (task.area === null || longitude === null || latitude === null || task.state === 'cancelled') return [];
    const place = `${say(task.area.name)}${task.site === null ? '' : ` ${task.site.code}`}`;
    const label = task.synthetic ? `${say(SYNTHETIC_LABEL)} ` : '';
    return [{ task, longitude, latitude, name: `${label}${task.date} ${say(SHIFT_WORDS[task.shift])} ${say(KIND_WORDS[task.kind])} ${place}`, description: say(task.orderText) }];
  });
  return { stops, of: ofSchedule(found), synthetic: schedule.synthetic };
}

async function features(context: ExportContext): Promise<FeatureRows> {
  const { stops, of } = await stopsOf(context);
  return {
    of,
    features: stops.map(({ task, longitude, latitude, name, description }): Feature<Point, { synthetic: boolean }> => ({
      type: 'Feature',
      id: task.number,
      geometry: { type: 'Point', coordinates: [longitude, latitude] },
      properties: { synthetic: task.synthetic, ...{ number: task.number, kind: task.kind, date: task.date, shift: task.shift, units: task.units.map(({ code }) => code), name, description } },
    })),
  };
}

/** What a reader of the whole file must know. */
async function about(context: ExportContext, synthetic: boolean): Promise<string> {
  const parts = [`${NO_AUTHORISATION.zh} ${NO_AUTHORISATION.en}`, await mapApprovalOf(context), ...(synthetic ? [inLanguage(SYNTHETIC_LABEL, context.language)] : [])];
  return parts.join(' ');
}

const TITLE = { zh: '任务地点', en: 'Places of tasks' };

async function kml(context: ExportContext): Promise<ExportFile> {
  const { stops, of, synthetic } = await stopsOf(context);
  const marks = stops.map(
    ({ task, longitude, latitude, name, description }) =>
      `<Placemark id="${escapeXml(task.number)}">${element('name', name)}${element('description', description)}<TimeStamp>${element('when', task.date)}</TimeStamp><ExtendedData><Data name="number">${element('value', task.number)}</Data><Data name="synthetic">${element('value', String(task.synthetic))}</Data></ExtendedData><Point>${element('coordinates', `${longitude},${latitude}`)}</Point></Placemark>`,
  );
  const bytes = `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${element('name', inLanguage(TITLE, context.language))}${element('description', await about(context, synthetic))}\n${marks.join('\n')}\n</Document></kml>\n`;
  return { bytes, of, synthetic };
}

async function gpx(context: ExportContext): Promise<ExportFile> {
  const { stops, of, synthetic } = await stopsOf(context);
  const points = stops.map(({ task, longitude, latitude, name, description }) => `<wpt lat="${latitude}" lon="${longitude}">${element('name', name)}${element('desc', description)}${element('type', task.kind)}</wpt>`);
  const bytes = `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Shuijian" xmlns="http://www.topografix.com/GPX/1/1"><metadata>${element('name', inLanguage(TITLE, context.language))}${element('desc', await about(context, synthetic))}${element('time', new Date(context.at).toISOString())}</metadata>\n${points.join('\n')}\n</gpx>\n`;
  return { bytes, of, synthetic };
}

const formats: Readonly<Record<string, ExportFormat>> = {
  geojson: geoJsonFormat(TITLE, features),
  kml: { mediaType: 'application/vnd.google-earth.kml+xml; charset=utf-8', write: kml },
  gpx: { mediaType: 'application/gpx+xml; charset=utf-8', write: gpx },
};

export const orderMapExport: ExportKind = { id: 'places', title: TITLE, operation: 'schedules.read', parameters: ['round', 'schedule'], formats };
