/** The routes of a day as the map draws them, and how its units are told apart: a letter first, a colour beside it. */
import type { FeatureCollection, LineString, Point } from 'geojson';
import type { RoutePlace, UnitRoute } from '../../../../models/schemas/answers/dayRoutes.ts';

/** Okabe and Ito's colours without the yellow, which is lost on paper: told apart by readers who see no red or green. */
const COLORS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#7A4900', '#56B4E9', '#333333', '#E69F00'] as const;

export const colorOf = (index: number): string => COLORS[index % COLORS.length] ?? COLORS[0];

/** A, B, … Z, AA, AB, …: said on the map, in the list and on paper. */
export function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${letterOf(Math.floor(index / 26) - 1)}${letter}`;
}

export interface DrawnRoutes {
  lines: FeatureCollection<LineString>;
  /** Homes and stops; stops carry the letter of the unit and their number. */
  points: FeatureCollection<Point>;
}

/** Codes as the style looks for one among them (mapStyle.showRoutes). */
const asList = (codes: readonly string[]): string => `|${codes.join('|')}|`;

/** Points that several units share are drawn once, with all their labels: one would hide the other. */
export function drawRoutes(units: readonly UnitRoute[]): DrawnRoutes {
  const lines: DrawnRoutes['lines'] = { type: 'FeatureCollection', features: [] };
  const shared = new Map<string, { at: [number, number]; home: boolean; labels: string[]; units: string[]; color: string }>();
  const put = ({ longitude, latitude }: RoutePlace, home: boolean, label: string, unit: string, color: string): void => {
    const key = `${longitude} ${latitude} ${String(home)}`;
    const known = shared.get(key);
    if (known === undefined) shared.set(key, { at: [longitude, latitude], home, labels: [label], units: [unit], color });
    else {
      known.labels.push(label);
      known.units.push(unit);
    }
  };
  units.forEach(({ unit, home, stops }, i) => {
    const [letter, color] = [letterOf(i), colorOf(i)];
    if (stops.length === 0) return;
    const path = [...(home === null ? [] : [home]), ...stops, ...(home === null ? [] : [home])];
    if (path.length > 1) lines.features.push({ type: 'Feature', geometry: { type: 'LineString', coordinates: path.map(({ longitude, latitude }) => [longitude, latitude]) }, properties: { units: asList([unit.code]), color, label: letter } });
    if (home !== null) put(home, true, letter, unit.code, color);
    stops.forEach((stop, n) => put(stop, false, `${letter}${n + 1}`, unit.code, color));
  });
  return {
    lines,
    points: { type: 'FeatureCollection', features: [...shared.values()].map(({ at, home, labels, units: own, color }) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { home, label: labels.join(' '), units: asList(own), color } })) },
  };
}

/** The ground that one route covers, for looking at it alone; null where it has no place. */
export function boundsOf({ home, stops }: UnitRoute): [number, number, number, number] | null {
  if (stops.length === 0) return null;
  const points = [...(home === null ? [] : [home]), ...stops];
  const [xs, ys] = [points.map(({ longitude }) => longitude), points.map(({ latitude }) => latitude)];
  return [Math.min(...xs) - 0.005, Math.min(...ys) - 0.005, Math.max(...xs) + 0.005, Math.max(...ys) + 0.005];
}
