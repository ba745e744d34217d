/**
 * Road servers that an installation may run beside Shuijian: each answers a table of kilometres. One record per engine.
 * OSRM 5 table service: project-osrm.org/docs/v5.24.0/api; Valhalla 3 matrix service: valhalla.github.io/valhalla/api/matrix.
 */
import type { Point } from '../../analysis/operations/types.ts';

/** Kilometres by row and column; null where no road leads from one to the other. */
export type RoadTable = readonly (readonly (number | null)[])[];

interface Asked {
  url: string;
  /** JSON to be posted; a GET where it is left out. */
  body?: string;
}

export interface RoadEngine {
  name: string;
  ask: (base: string, sources: readonly Point[], targets: readonly Point[]) => Asked;
  /** @throws TypeError where the answer is not the table that was asked for */
  read: (answer: unknown) => RoadTable;
}

const METRES = 1000;

const fieldOf = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);

function rowsOf(value: unknown, read: (cell: unknown) => unknown, per: number): RoadTable {
  if (!Array.isArray(value)) throw new TypeError('the answer holds no table of distances');
  return value.map((row: unknown) => {
    if (!Array.isArray(row)) throw new TypeError('a row of the table of distances is no list');
    return row.map((cell: unknown) => {
      const distance = read(cell);
      if (distance === null) return null;
      if (typeof distance !== 'number' || !Number.isFinite(distance) || distance < 0) throw new TypeError(`a distance is ${JSON.stringify(distance)}; a number of at least 0, or null, was expected`);
      return distance / per;
    });
  });
}

const osrm: RoadEngine = {
  name: 'OSRM',
  ask: (base, sources, targets) => {
    const places = [...sources, ...targets].map(({ longitude, latitude }) => `${longitude.toFixed(6)},${latitude.toFixed(6)}`).join(';');
    const indices = (from: number, count: number): string => Array.from({ length: count }, (_, i) => from + i).join(';');
    return { url: `${base}/table/v1/driving/${places}?annotations=distance&sources=${indices(0, sources.length)}&destinations=${indices(sources.length, targets.length)}` };
  },
  read: (answer) => {
    const code = fieldOf(answer, 'code');
    if (code !== 'Ok') throw new TypeError(`OSRM answered ${String(code)}`);
    return rowsOf(fieldOf(answer, 'distances'), (cell) => cell, METRES);
  },
};

const valhalla: RoadEngine = {
  name: 'Valhalla',
  ask: (base, sources, targets) => {
    const places = (points: readonly Point[]): { lat: number; lon: number }[] => points.map(({ longitude, latitude }) => ({ lat: latitude, lon: longitude }));
    return { url: `${base}/sources_to_targets`, body: JSON.stringify({ sources: places(sources), targets: places(targets), costing: 'auto', units: 'kilometers' }) };
  },
  read: (answer) => rowsOf(fieldOf(answer, 'sources_to_targets'), (cell) => fieldOf(cell, 'distance') ?? null, 1),
};

export const ROAD_ENGINES = { osrm, valhalla } as const;
export type RoadEngineName = keyof typeof ROAD_ENGINES;
