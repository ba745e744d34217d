/** A plan file is the plan itself, or { plan, areas } where places come with it. @throws SyntaxError where it is no JSON object */
export function ownPlanOf(text: string): { plan: unknown; areas?: unknown } {
  const read: unknown = JSON.parse(text);
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new SyntaxError('expected a JSON object');
  if (!('plan' in read)) return { plan: read };
  return 'areas' in read ? { plan: read.plan, areas: read.areas } : { plan: read.plan };
}
