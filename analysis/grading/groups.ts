/**
 * Villages, and operational areas that join places of several codes (县城及周边): graded from the sites that
 * stand in them by the same rule, beside the towns and never instead of them. Each stands by itself: no
 * memory of an earlier class, and no clustering against the county. A village with too few people, or an
 * unknown number, is withheld and says so. Pure.
 */
import type { AreaAssessment, FurtherArea } from '../../models/schemas/assessment.ts';
import type { GradingGroup, GradingInputs, GradingRule, RuleOptions } from './types.ts';

/** The evidence of the group's sites alone, in this round and before. */
function inputsOf(inputs: GradingInputs, { id, code, name, siteIds }: GradingGroup): GradingInputs {
  const own = new Set(siteIds);
  const within = <T extends Pick<GradingInputs, 'sites' | 'samples'>>({ sites, samples }: T): Pick<GradingInputs, 'sites' | 'samples'> => ({
    sites: sites.filter((site) => own.has(site.id)).map((site) => ({ ...site, areaId: id })),
    samples: samples.filter(({ siteId }) => own.has(siteId)),
  });
  const { round, references, analytes, relations } = inputs;
  return {
    round, references, analytes, ...within(inputs),
    relations: relations.filter(({ upstreamSiteId, downstreamSiteId }) => own.has(upstreamSiteId) && own.has(downstreamSiteId)),
    // planned bottles are counted for towns; here a site without a bottle is one that is missing
    areas: [{ id, code, name, planned: siteIds.length }],
    ...(inputs.past === undefined ? {} : { past: inputs.past.map((past) => ({ round: past.round, ...within(past), issued: [] })) }),
  };
}

/** One of them; the others do not matter to it. @throws RangeError as the rule does */
export function gradeGroup(inputs: GradingInputs, group: GradingGroup, rule: GradingRule, seed: number, options?: RuleOptions): FurtherArea {
  const { id: areaId, code, name, kind, towns, withheld } = group;
  const sites = inputs.sites.filter(({ id }) => group.siteIds.includes(id)).map((site) => site.code);
  const base = { areaId, code, name, kind, towns: [...towns], sites };
  if (withheld !== null) return { ...base, withheld, standing: null };
  const standing: AreaAssessment = rule.prepare(inputsOf(inputs, group), seed, options).gradeAt(0);
  return { ...base, withheld: null, standing };
}

/** @throws RangeError as the rule does */
export const gradeGroups = (inputs: GradingInputs, rule: GradingRule, seed: number, options?: RuleOptions): FurtherArea[] => (inputs.groups ?? []).map((group) => gradeGroup(inputs, group, rule, seed, options));
