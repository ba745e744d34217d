/**
 * A surface over sites given in degrees, from the check of their places to the filled bands: which
 * interpolation they support, the prediction with its standard deviation and the probability of exceeding
 * two limits, masked where no site speaks. For looking only: no grade and no task derives from its cells. Pure.
 */
import type { FeatureCollection, MultiPolygon } from 'geojson';
import type { Step } from '../step.ts';
import { chooseSurface, type ChoiceDiagnostics } from './chooseSurface.ts';
import { bands, type BandProperties } from './contours.ts';
import { mergeCoincident } from './points.ts';
import { metricSites } from './projection.ts';
import { cellCentres, rasterOver, type Raster } from './raster.ts';
import { surface, type Surface, type SurfaceDiagnostics } from './surface.ts';

export interface SurfaceSite {
  longitude: number;
  latitude: number;
  /** Above 0, in the unit of the surface. */
  value: number;
}

export interface SiteSurface {
  raster: Raster;
  surface: Surface;
  method: 'kriging' | 'idw';
}

/** Cells of a county's map: about 150 m at Huilai's size, and a tenth of a second. */
const CELLS = 12_000;
/** Share of the wider side that is left around the outermost sites. */
const MARGIN = 0.08;
const LEAST_MARGIN_DEGREES = 0.01;

export interface SiteSurfaceDiagnostics {
  choice: ChoiceDiagnostics;
  surface: SurfaceDiagnostics;
}

/**
 * @param limits T1 and T2, in the unit of the values
 * @throws RangeError for fewer than two places, a value that is not above 0, or coordinates that are no degrees
 */
export function siteSurface(sites: readonly SurfaceSite[], limits: readonly [number, number]): Step<SiteSurface, SiteSurfaceDiagnostics> {
  sites.forEach(({ value }, i) => {
    if (!(Number.isFinite(value) && value > 0)) throw new RangeError(`sites[${i}] has the value ${value}; a finite number above 0 was expected`);
  });
  const [longitude, latitude] = [sites.map((site) => site.longitude), sites.map((site) => site.latitude)];
  const { result: metric, decisions: projected } = metricSites(longitude, latitude);
  const merged = mergeCoincident(metric.points, Float64Array.from(sites, ({ value }) => Math.log(value)));
  if (merged.values.length < 2) throw new RangeError(`the sites stand in ${merged.values.length} place; a surface needs at least 2`);
  const choice = chooseSurface(merged.points, merged.values);
  const box = { west: Math.min(...longitude), east: Math.max(...longitude), south: Math.min(...latitude), north: Math.max(...latitude) };
  const aspect = 1 / Math.cos(((box.north + box.south) / 2) * (Math.PI / 180));
  const raster = rasterOver(box, CELLS, Math.max(LEAST_MARGIN_DEGREES, MARGIN * Math.max((box.east - box.west) / aspect, box.north - box.south)), aspect);
  const centres = cellCentres(raster);
  const made = surface(merged.points, merged.values, metric.toMetres(centres.x, centres.y), choice.result, { logarithms: true, limits });
  return {
    result: { raster, surface: made.result, method: choice.result.method },
    diagnostics: { choice: choice.diagnostics, surface: made.diagnostics },
    decisions: [...projected, ...merged.decisions, ...choice.decisions, ...made.decisions],
  };
}

/** Breaks of equal ratio over the values shown: logarithmic, because the values are. */
export function ratioBreaks(values: Float64Array, count: number): number[] {
  let [least, most] = [Infinity, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (!(most > least * (1 + 1e-9))) return [];
  return Array.from({ length: count }, (_, i) => Number((least * (most / least) ** ((i + 1) / (count + 1))).toPrecision(3))).filter((value, i, all) => i === 0 || value > (all[i - 1] ?? 0));
}

/** Filled bands; none where nothing is shown. */
export const surfaceBands = (raster: Raster, values: Float64Array, breaks: readonly number[]): FeatureCollection<MultiPolygon, BandProperties> =>
  values.some((value) => Number.isFinite(value)) ? bands(raster, values, breaks) : { type: 'FeatureCollection', features: [] };

