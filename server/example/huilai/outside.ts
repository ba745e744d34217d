/** What other agencies count and what units there are: town-level figures, never persons. */
import type { PlanDocument } from '../../../models/schemas/plan.ts';
import { Draw } from './streams.ts';
import { ROUNDS, TOWNS } from './towns.ts';
import type { GeneratedAbsence, GeneratedIndicator, GeneratedOutcome, GeneratedUnit } from './types.ts';

const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  '445224100': ['惠城', 'Huicheng'], '445224102': ['华湖', 'Huahu'], '445224103': ['仙庵', "Xian'an"], '445224104': ['靖海', 'Jinghai'], '445224105': ['周田', 'Zhoutian'],
  '445224107': ['神泉', 'Shenquan'], '445224108': ['东陇', 'Donglong'], '445224109': ['岐石', 'Qishi'], '445224110': ['隆江', 'Longjiang'], '445224114': ['葵潭', 'Kuitan'],
};

/** Ten town units (Qianzhan, Xixi and Aojiang are served by their neighbours), two county squads, one of the city. */
export const UNITS: readonly GeneratedUnit[] = [
  ...Object.entries(NAMES).map(([areaCode, [zh, en]]): GeneratedUnit => ({ code: `HL-T${areaCode.slice(-3)}`, nameZh: `${zh}镇行动组`, nameEn: `${en} town unit`, level: 'town', areaCode, shiftsPerWeek: 10 })),
  { code: 'HL-C1', nameZh: '县禁毒一中队', nameEn: 'County squad 1', level: 'county', areaCode: '445224', shiftsPerWeek: 10 },
  { code: 'HL-C2', nameZh: '县禁毒二中队', nameEn: 'County squad 2', level: 'county', areaCode: '445224', shiftsPerWeek: 10 },
  { code: 'JY-1', nameZh: '市局突击队', nameEn: 'City squad', level: 'city', areaCode: '445200', shiftsPerWeek: 6 },
];

/** Days without operations: public holidays for everybody, training and court for single units. */
export const ABSENCES: readonly GeneratedAbsence[] = [
  { unitCode: null, startsOn: '2018-02-15', endsOn: '2018-02-21', reasonCode: 'holiday' },
  { unitCode: null, startsOn: '2018-10-01', endsOn: '2018-10-07', reasonCode: 'holiday' },
  { unitCode: null, startsOn: '2019-02-04', endsOn: '2019-02-10', reasonCode: 'holiday' },
  { unitCode: null, startsOn: '2019-10-01', endsOn: '2019-10-07', reasonCode: 'holiday' },
  { unitCode: 'HL-T110', startsOn: '2018-03-05', endsOn: '2018-03-07', reasonCode: 'court' },
  { unitCode: 'HL-C2', startsOn: '2018-05-14', endsOn: '2018-05-18', reasonCode: 'training' },
  { unitCode: 'HL-T104', startsOn: '2018-09-10', endsOn: '2018-09-14', reasonCode: 'training' },
];

/** Kuitan's enforcement thins out while its water rises: cases fall, and not because things get better. */
const FADING = { areaCode: '445224114', perQuarter: 0.82 } as const;
/** Huahu's counts are high while its water is clean: the one town where the two disagree. */
const DISAGREEING = { areaCode: '445224102', level: 2100 } as const;

/** Users found in a quarter in a town whose sewage carries 1,000 ng/L of METH. */
const USERS_AT_1000 = 14;

export function indicatorsOf(seed: number, plan: PlanDocument, nullCounty: boolean): GeneratedIndicator[] {
  return ROUNDS.flatMap((period, quarter) => plan.areas.flatMap(({ code }): GeneratedIndicator[] => {
    const draw = new Draw(seed, 'indicator', period, code);
    const water = TOWNS[code];
    // in a county without contamination the counts follow nothing that is in the water
    const level = nullCounty || water === undefined
      ? 400 * new Draw(seed, 'unrelated', code).factor(0.7)
      : code === DISAGREEING.areaCode ? DISAGREEING.level : (code === '445224109' ? 1900 : water.meth) * (water.course[quarter] ?? 1);
    const effort = !nullCounty && code === FADING.areaCode ? FADING.perQuarter ** quarter : 1;
    const users = USERS_AT_1000 * (level / 1000) ** 0.85 * effort;
    const unitShifts = Math.round(52 * effort * draw.uniform(0.92, 1.08));
    const count = (kind: GeneratedIndicator['kind'], value: number): GeneratedIndicator => ({ areaCode: code, period, kind, count: value });
    return [
      count('cases', draw.count(0.45 * users + 0.3)),
      count('users-found', draw.count(users + 0.4)),
      count('treated', draw.count(0.6 * users + 0.5)),
      count('outreach', draw.whole(2, 6)),
      count('unit-shifts', unitShifts),
      count('man-days', 3 * unitShifts),
      count('premises-checked', Math.round(2.5 * unitShifts)),
    ];
  }));
}

/** Quarters whose operations are over and counted. */
const COUNTED = ['2018-Q1', '2018-Q2', '2018-Q3', '2018-Q4'] as const;
/** Where forces of city and county concentrated in the second quarter, by the published account. */
const ENCIRCLED: Readonly<Record<string, number>> = { '445224108': 1, '445224109': 2, '445224110': 1 };

export function outcomesOf(seed: number, plan: PlanDocument, nullCounty: boolean): GeneratedOutcome[] {
  return COUNTED.flatMap((roundCode, quarter) => plan.areas.flatMap((area): GeneratedOutcome[] => {
    const draw = new Draw(seed, 'outcome', roundCode, area.code);
    const level = nullCounty ? 150 : (area.code === '445224109' ? 1900 : (TOWNS[area.code]?.meth ?? 0)) * (TOWNS[area.code]?.course[quarter] ?? 1);
    const found = (effort: number): Pick<GeneratedOutcome, 'cases' | 'usersFound' | 'seizedGrams'> => {
      const users = draw.count(effort * (level / 1000) ** 0.85);
      return { cases: draw.count(0.3 * users), usersFound: users, seizedGrams: users === 0 ? 0 : Math.round(draw.uniform(0, 9) * users) };
    };
    const rows: GeneratedOutcome[] = [{ areaCode: area.code, roundCode, kind: 'area-check', ...found(5) }];
    if (!nullCounty && level > 650) rows.push({ areaCode: area.code, roundCode, kind: 'premises-check', ...found(6) });
    const villages = ENCIRCLED[area.code] ?? 0;
    if (!nullCounty && roundCode === '2018-Q2' && villages > 0) rows.push({ areaCode: area.code, roundCode, kind: 'encirclement', ...found(7 * villages) });
    return rows;
  }));
}
