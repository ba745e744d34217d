import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { PlanDocument } from '../../models/schemas/plan.ts';
import { analyteIds } from '../../models/reference/analytes.ts';
import { huilaiAreas } from '../../models/reference/areas.ts';
import { validatePlan, type PlanError } from '../../sampling-plans/validate.ts';

const text = readFileSync(new URL('../../sampling-plans/plans/huilai.json', import.meta.url), 'utf8');
const shipped = (): PlanDocument => JSON.parse(text) as PlanDocument;

/** Errors of the shipped plan after one change. */
function errorsAfter(change: (plan: Record<string, unknown> & PlanDocument) => void): PlanError[] {
  const plan = shipped() as Record<string, unknown> & PlanDocument;
  change(plan);
  const check = validatePlan(plan, { analytes: analyteIds });
  return check.ok ? [] : check.errors;
}

const siteOf = (plan: PlanDocument, area: number, site: number): Record<string, unknown> => plan.areas[area]?.sites[site] as unknown as Record<string, unknown>;

describe('sampling-plans: checking a plan', () => {
  it('the Huilai plan: 13 towns x 5 sites, Donggang left out and said so, synthetic and said so', () => {
    const check = validatePlan(shipped(), { analytes: analyteIds });
    if (!check.ok) expect.fail(JSON.stringify(check.errors));
    const { plan } = check;
    expect(plan.areas).to.have.length(13);
    expect(plan.areas.every(({ sites }) => sites.length === 5)).to.equal(true);
    const towns = huilaiAreas.areas.filter(({ level }) => level === 'town').map(({ code }) => code);
    expect(towns.filter((code) => !plan.areas.some((area) => area.code === code))).to.deep.equal(['445224113']);
    expect(plan.assumptions.some(({ zh, en }) => zh.includes('东港') && zh.includes('假设') && en.includes('assumption'))).to.equal(true);
    expect(plan.assumptions.some(({ en }) => en.includes('coordinates are synthetic'))).to.equal(true);
    expect(plan.synthetic).to.equal(true);
    expect(plan.panel).to.have.length.of.at.least(10);
  });

  it('sites lie near the seat of their town, and the Qishi stream runs from site to site', () => {
    const plan = shipped();
    for (const area of plan.areas) {
      const town = huilaiAreas.areas.find(({ code }) => code === area.code);
      for (const site of area.sites) {
        const eastKm = (site.coordinate[0] - (town?.seatLongitude ?? 0)) * 102.5;
        const northKm = (site.coordinate[1] - (town?.seatLatitude ?? 0)) * 110.9;
        expect(Math.hypot(eastKm, northKm), site.code).to.be.below(4.2);
      }
    }
    const next = new Map(plan.areas.flatMap(({ sites }) => sites).map((site) => [site.code, site.downstream?.[0]?.site]));
    expect(['HL112-5', 'HL109-1', 'HL109-2', 'HL109-3', 'HL109-4'].map((code) => next.get(code))).to.deep.equal(['HL109-1', 'HL109-2', 'HL109-3', 'HL109-4', 'HL109-5']);
  });

  it('names path, what was expected and what was got', () => {
    const [error] = errorsAfter((plan) => { siteOf(plan, 3, 2)['matrix'] = 'water'; });
    expect(error).to.deep.equal({ path: '/areas/3/sites/2/matrix', expected: 'one of "sewage", "surface-water", "soil"', got: '"water"' });
  });

  it('reports every error at once', () => {
    const errors = errorsAfter((plan) => {
      siteOf(plan, 0, 0)['coordinate'] = [23.03, 116.29];
      delete siteOf(plan, 1, 1)['asset'];
      siteOf(plan, 2, 0)['flowM3PerDay'] = 0;
      plan['frequencyy'] = 'quarterly';
      plan.version = 0;
    });
    expect(errors.map(({ path }) => path)).to.have.members(['/areas/0/sites/0/coordinate/1', '/areas/1/sites/1/asset', '/areas/2/sites/0/flowM3PerDay', '/frequencyy', '/version']);
    expect(errors.find(({ path }) => path.endsWith('coordinate/1'))).to.deep.include({ expected: 'a number <= 90', got: '116.29' });
    expect(errors.find(({ path }) => path === '/frequencyy')?.expected).to.include('frequency');
  });

  it('finds what a schema cannot say', () => {
    expect(errorsAfter((plan) => { siteOf(plan, 4, 1)['code'] = 'HL100-1'; })).to.deep.include({ path: '/areas/4/sites/1/code', expected: 'a site code used once (it stands at /areas/0/sites/0/code already)', got: '"HL100-1"' });
    expect(errorsAfter((plan) => { siteOf(plan, 0, 0)['downstream'] = [{ site: 'HL999-1' }]; })[0]?.path).to.equal('/areas/0/sites/0/downstream/0/site');
    expect(errorsAfter((plan) => { siteOf(plan, 8, 4)['downstream'] = [{ site: 'HL109-1' }]; })[0]?.expected).to.include('does not flow back');
    expect(errorsAfter((plan) => { plan.panel.push('mystery'); })[0]).to.deep.include({ path: '/panel/10', got: '"mystery"' });
    expect(errorsAfter((plan) => { plan.timeZone = 'Asia/Nowhere'; })[0]?.path).to.equal('/timeZone');
  });

  it('refuses what is no plan at all', () => {
    for (const nothing of [null, [], 'plan', 5, {}]) expect(validatePlan(nothing).ok).to.equal(false);
  });
});
