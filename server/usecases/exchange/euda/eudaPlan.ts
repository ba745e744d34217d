/** Countries, cities and the plan that the EUDA file follows: one plant per city, seven days, once a year. Pure. */
import { areaId, type AreaSet } from '../../../../models/reference/areas.ts';
import type { Area, PlanDocument } from '../../../../models/schemas/index.ts';
import { addDays, isoWeekday } from '../../../../sampling-plans/calendar.ts';
import { METABOLITES, type Day, type EudaSite } from './readEuda.ts';

export const EUDA_PLAN = 'euda';
const EUDA_SYSTEM = 'EUDA';
const COUNTRY_SYSTEM = 'ISO-3166-1';
const EUDA_CREDIT = 'EUDA and SCORE, wastewater analysis and drugs, 2025 release';
/** Most campaigns are in March. */
const NOMINAL_WEEK = 11;
const WEEKDAY: Readonly<Record<Day, number>> = { Monday: 1, Tuesday: 2, Wednesday: 3, Thursday: 4, Friday: 5, Saturday: 6, Sunday: 7 };

/** The file gives a weekday and a year, no date: the weekday of ISO week 11 stands for it. */
export function nominalDate(year: number, day: Day): string {
  const fourth = `${String(year)}-01-04`;
  return addDays(fourth, 1 - isoWeekday(fourth) + (NOMINAL_WEEK - 1) * 7 + WEEKDAY[day] - 1);
}

const emptyArea = { population: null, populationYear: null, populationBasis: null, seatLongitude: null, seatLatitude: null, seatBasis: null, geometry: null, geometrySource: null, geometryCredit: null, synthetic: false, revision: 1 } as const;

export function eudaAreas(sites: readonly EudaSite[]): AreaSet {
  const names = { zh: new Intl.DisplayNames(['zh-CN'], { type: 'region' }), en: new Intl.DisplayNames(['en'], { type: 'region' }) };
  const countries = [...new Set(sites.map(({ country }) => country))].sort().map((code): Area => ({
    id: areaId(COUNTRY_SYSTEM, code), code, codeSystem: COUNTRY_SYSTEM, level: 'country', parentId: null, nameZh: names.zh.of(code) ?? code, nameEn: names.en.of(code) ?? code, ...emptyArea,
  }));
  const cities = sites.map(({ id, country, city, population, longitude, latitude }): Area => ({
    ...emptyArea, id: areaId(EUDA_SYSTEM, id), code: id, codeSystem: EUDA_SYSTEM, level: 'city', parentId: areaId(COUNTRY_SYSTEM, country), nameZh: city, nameEn: city,
    population, populationBasis: 'served', seatLongitude: longitude, seatLatitude: latitude, seatBasis: 'sourced',
  }));
  return { areas: [...countries, ...cities], members: [], sources: new Map(cities.map(({ id }) => [id, EUDA_CREDIT])) };
}

export function eudaPlan(sites: readonly EudaSite[], version: number): PlanDocument {
  return {
    code: EUDA_PLAN,
    version,
    name: { zh: 'EUDA/SCORE 城市污水监测', en: 'EUDA and SCORE, city wastewater' },
    assumptions: [
      { zh: '文件只给出年份和星期，没有日期：以 ISO 第 11 周的相应日期代替，仅用于区分七天。', en: 'The file gives year and weekday, no date: that weekday of ISO week 11 stands for it, only to tell the seven days apart.' },
      { zh: '24 小时混合样；文件未说明混合方式，假定为等时混合。', en: '24-hour composites; the file does not say how they were taken: time-proportional is assumed.' },
      { zh: '城市名后的括号表示多座污水处理厂按人口加权的平均值。', en: 'Brackets after a city mean the population-weighted average of several plants.' },
      { zh: '可卡因以苯甲酰爱康宁、大麻以 THC-COOH 测得，未做排泄校正。', en: 'Cocaine was measured as benzoylecgonine and cannabis as THC-COOH; nothing is corrected for excretion.' },
    ],
    source: EUDA_CREDIT,
    timeZone: 'UTC',
    synthetic: false,
    codeSystem: EUDA_SYSTEM,
    county: EUDA_SYSTEM,
    frequency: 'yearly',
    panel: [...new Set(Object.values(METABOLITES))],
    quality: { methodBlanksPerRun: 0, duplicateShare: 0, matrixSpikesPerRun: 0, runSize: 1, receiptLimitC: 6 },
    areas: sites.map(({ id, city, location, longitude, latitude, population }) => {
      const name = `${city}${location === '' || location === 'N/A' || location === city ? '' : `, ${location}`}`.slice(0, 200);
      return {
        code: id,
        sites: [{
          code: id, name: { zh: name, en: name }, asset: 'plant-influent' as const, catchment: 'city' as const, role: 'routine' as const, matrix: 'sewage' as const, mode: 'time-proportional' as const,
          coordinate: [longitude, latitude] as [number, number], coordinateSystem: 'WGS-84' as const, populationServed: population,
        }],
      };
    }),
  };
}

