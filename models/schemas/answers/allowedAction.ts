/** What may be done with an object, and why not: every object that can be acted on carries these. */
import { Type, type Static } from '@sinclair/typebox';

export const Denial = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() });
export type Denial = Static<typeof Denial>;

export const AllowedAction = Type.Object(
  { action: Type.String(), allowed: Type.Boolean(), reason: Type.Optional(Denial) },
  { $id: 'allowedAction' },
);
export type AllowedAction = Static<typeof AllowedAction>;
