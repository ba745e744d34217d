/**
 * Nothing that names a person and nothing unseen comes in with a request that writes: every text of its body and query is looked at, whatever field it is
 * for, before the handler runs. Exempt are files (their cells are judged row by row), what is never kept (`secret`), and
 * lists whose items the use case answers one by one (`judged`): there one bad cell must not hold up the others.
 */
import type { TSchema } from '@sinclair/typebox';
import { textDetail, whyTextNot } from '../../models/schemas/index.ts';
import { Fault, type FaultDetail } from '../../models/errors.ts';

/** Notes on schemas of bodies: `secret` is compared and never kept as it is, `judged` is answered item by item. */
export const TEXT_NOTE = 'x-texts';
export const secret = { [TEXT_NOTE]: 'secret' } as const;
export const judged = { [TEXT_NOTE]: 'judged' } as const;

interface Node {
  properties?: Readonly<Record<string, Node>>;
  additionalProperties?: Node | boolean;
  items?: Node | boolean;
  anyOf?: readonly Node[];
  contentEncoding?: string;
  enum?: readonly unknown[];
  const?: unknown;
}

/** @returns the schema of a part, as far as the body's schema knows it */
function partOf(node: Node | undefined, name: string): Node | undefined {
  const own = node?.properties?.[name] ?? (typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined);
  return own ?? node?.anyOf?.map((branch) => partOf(branch, name)).find((found) => found !== undefined);
}
const isNamed = (node: Node | undefined, name: string): boolean => node?.properties?.[name] !== undefined || node?.anyOf?.some((branch) => isNamed(branch, name)) === true;
const itemOf = (node: Node | undefined): Node | undefined => (typeof node?.items === 'object' ? node.items : undefined) ?? node?.anyOf?.map(itemOf).find((found) => found !== undefined);
const isExempt = (node: Node | undefined): boolean => node !== undefined && (TEXT_NOTE in node || node.contentEncoding !== undefined || node.enum !== undefined || node.const !== undefined);

/** @throws Fault `person-data-refused` or `invalid`, naming each field */
export function guardTexts(schema: TSchema, value: unknown, pointer = ''): void {
  const wrong: FaultDetail[] = [];
  const personal: FaultDetail[] = [];
  /** @returns whether the text may be kept */
  const look = (text: string, at: string): boolean => {
    const refusal = whyTextNot(text, 'lines');
    if (refusal === undefined) return true;
    (refusal.code === 'invalid' ? wrong : personal).push(textDetail(refusal, at));
    return false;
  };
  const walk = (node: Node | undefined, part: unknown, at: string): void => {
    if (isExempt(node)) return;
    if (typeof part === 'string') look(part, at);
    else if (Array.isArray(part)) for (const [index, item] of part.entries()) walk(itemOf(node), item, `${at}/${index}`);
    else if (typeof part === 'object' && part !== null)
      for (const [name, item] of Object.entries(part)) {
        // names that the schema does not say are typed too; no pointer repeats one that was refused
        if (!isNamed(node, name) && !look(name, at)) continue;
        walk(partOf(node, name), item, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      }
  };
  walk(schema as Node, value, pointer);
  const details = personal.length > 0 ? personal : wrong;
  if (details.length === 0) return;
  const places = details.map((detail) => detail.pointer ?? '').join(', ');
  if (personal.length > 0) throw new Fault('person-data-refused', `the text at ${places} looks like an identity or mobile number; leave persons out of it`, { details });
  throw new Fault('invalid', `the text at ${places} holds a character that cannot be seen`, { details });
}
