/**
 * From longitude and latitude to metres in which distances may be taken.
 *
 * A county or province: transverse Mercator (proj4) centred on the sites, scale 1 on the central meridian. The scale
 * error at a distance e east or west of it is e² / (2 R²): 3e-5 at 50 km, and it is stated with the projection.
 * A country: straight (chord) distances through the ellipsoid in three dimensions. A great-circle distance is no valid
 * argument of a covariance; a chord is, and differs from the arc by (d / R)² / 24: 0.1 % at 1,000 km.
 */
import proj4 from 'proj4';
import { requireFinite } from '../finite.ts';
import type { Decision, Step } from '../step.ts';
import type { Points } from './points.ts';

/** Semi-major axis and squared eccentricity of GRS 80 (CGCS2000, and to 0.1 mm WGS 84). */
const MAJOR = 6378137;
const FLATTENING = 1 / 298.257222101;
const ECCENTRICITY = FLATTENING * (2 - FLATTENING);

/** Beyond this scale error a plane is refused and chords are used: about 285 km to either side. */
const MOST_SCALE_ERROR = 1e-3;

export interface LocalProjection {
  readonly kind: 'transverse-mercator';
  readonly centre: { longitude: number; latitude: number };
  /** PROJ string of the plane. */
  readonly definition: string;
  /** Largest relative error of a distance among the sites the projection was made for. */
  readonly scaleError: number;
  /** @returns metres east and north of the centre */
  readonly forward: (longitude: ArrayLike<number>, latitude: ArrayLike<number>) => Points;
  /** @returns [longitude, latitude] in degrees of a place in metres */
  readonly inverse: (x: number, y: number) => [number, number];
}

/** @throws RangeError naming the first coordinate that is no longitude or latitude */
const requireDegrees = (longitude: ArrayLike<number>, latitude: ArrayLike<number>): void => {
  if (longitude.length !== latitude.length) throw new RangeError(`there are ${longitude.length} longitudes and ${latitude.length} latitudes; the same number was expected`);
  requireFinite('longitude', longitude);
  requireFinite('latitude', latitude);
  for (let i = 0; i < longitude.length; i++) {
    const lon = longitude[i] as number;
    const lat = latitude[i] as number;
    if (lon < -180 || lon > 180) throw new RangeError(`longitude[${i}] is ${lon}; degrees from -180 to 180 were expected: are these projected metres?`);
    if (lat < -90 || lat > 90) throw new RangeError(`latitude[${i}] is ${lat}; degrees from -90 to 90 were expected: are longitude and latitude swapped, or are these projected metres?`);
  }
};

const middle = (values: ArrayLike<number>): number => {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i] as number);
    most = Math.max(most, values[i] as number);
  }
  return (least + most) / 2;
};

/**
 * A plane in metres for these sites.
 * @param longitude, latitude degrees, at least one site
 * @throws RangeError naming a coordinate out of range, or no sites
 */
export const localProjection = (longitude: ArrayLike<number>, latitude: ArrayLike<number>): LocalProjection => {
  requireDegrees(longitude, latitude);
  if (longitude.length === 0) throw new RangeError('no sites were given; a projection needs at least 1 to be centred on');
  const centre = { longitude: middle(longitude), latitude: middle(latitude) };
  const definition = `+proj=tmerc +lat_0=${centre.latitude} +lon_0=${centre.longitude} +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs`;
  const plane = proj4('+proj=longlat +ellps=GRS80 +no_defs', definition);
  const forward = (lon: ArrayLike<number>, lat: ArrayLike<number>): Points => {
    const x = new Float64Array(lon.length);
    const y = new Float64Array(lon.length);
    for (let i = 0; i < lon.length; i++) {
      const [px, py] = plane.forward([lon[i] as number, lat[i] as number]);
      x[i] = px;
      y[i] = py;
    }
    return { x, y };
  };
  const { x } = forward(longitude, latitude);
  let widest = 0;
  for (const value of x) widest = Math.max(widest, Math.abs(value));
  const scaleError = (widest / MAJOR) ** 2 / 2;
  return { kind: 'transverse-mercator', centre, definition, scaleError, forward, inverse: (px, py) => plane.inverse<[number, number]>([px, py]) };
};

/**
 * Chord coordinates in metres: the straight distance of two of them is the chord through the ellipsoid. Turned so that
 * the centre looks along z; x and y are then nearly a map around it, which is what PointGrid searches by.
 * @param centre the same for sites and targets
 * @throws RangeError naming a coordinate out of range
 */
export const chordPoints = (longitude: ArrayLike<number>, latitude: ArrayLike<number>, centre: { longitude: number; latitude: number }): Required<Points> => {
  requireDegrees(longitude, latitude);
  const n = longitude.length;
  const points = { x: new Float64Array(n), y: new Float64Array(n), z: new Float64Array(n) };
  const radians = Math.PI / 180;
  const sinCentre = Math.sin(centre.latitude * radians);
  const cosCentre = Math.cos(centre.latitude * radians);
  for (let i = 0; i < n; i++) {
    const lon = ((longitude[i] as number) - centre.longitude) * radians;
    const lat = (latitude[i] as number) * radians;
    const sin = Math.sin(lat);
    const normal = MAJOR / Math.sqrt(1 - ECCENTRICITY * sin * sin);
    const outward = normal * Math.cos(lat) * Math.cos(lon);
    const up = normal * (1 - ECCENTRICITY) * sin;
    points.x[i] = normal * Math.cos(lat) * Math.sin(lon);
    points.y[i] = up * cosCentre - outward * sinCentre;
    points.z[i] = up * sinCentre + outward * cosCentre;
  }
  return points;
};

/** Sites in metres, and the function that brings targets into the same coordinates. */
export interface MetricSites {
  points: Points;
  toMetres: (longitude: ArrayLike<number>, latitude: ArrayLike<number>) => Points;
  projection?: LocalProjection;
}

/**
 * Metres for sites given in degrees: a plane where it is true to 1 in 1,000, chords where it is not.
 * @throws RangeError naming a coordinate out of range, or no sites
 */
export const metricSites = (longitude: ArrayLike<number>, latitude: ArrayLike<number>): Step<MetricSites, { scaleError: number }> => {
  const projection = localProjection(longitude, latitude);
  const { centre, scaleError } = projection;
  const percent = (scaleError * 100).toPrecision(2);
  if (scaleError <= MOST_SCALE_ERROR) {
    const decision: Decision = {
      code: 'projected-plane',
      zh: `坐标投影到以点位为中心的横轴墨卡托平面，距离误差不超过 ${percent} %`,
      en: `Coordinates were projected to a transverse Mercator plane centred on the sites; distances are true to ${percent} %`,
    };
    return { result: { points: projection.forward(longitude, latitude), toMetres: projection.forward, projection }, diagnostics: { scaleError }, decisions: [decision] };
  }
  const toMetres = (lon: ArrayLike<number>, lat: ArrayLike<number>): Points => chordPoints(lon, lat, centre);
  const decision: Decision = {
    code: 'chord-distance',
    zh: `点位分布过广，平面投影的距离误差达 ${percent} %，改用三维弦长距离`,
    en: `The sites spread too wide for a plane (distances off by ${percent} %): straight distances through the earth are used`,
  };
  return { result: { points: toMetres(longitude, latitude), toMetres }, diagnostics: { scaleError }, decisions: [decision] };
};
