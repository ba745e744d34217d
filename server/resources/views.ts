/** Shapes that several resources of the laboratory answer. */
import { Type } from '@sinclair/typebox';
import { MATRICES, method, round, SAMPLE_KINDS, SAMPLE_STATES } from '../../models/schemas/index.ts';
import { Denial } from '../../models/schemas/answers/allowedAction.ts';
import { allowedActionsField, Words } from '../http/route.ts';
import { GridCell } from '../usecases/results/cellTypes.ts';

export const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
export const orNull = <S extends Parameters<typeof Type.Array>[0]>(schema: S) => Type.Union([schema, Type.Null()]);

const GridSampleView = Type.Object(
  {
    id: Type.String(), number: Type.String(), siteId: Type.String(), siteCode: Type.String(), siteName: Words, areaId: Type.String(), areaCode: Type.String(), areaName: Words,
    matrix: oneOf(MATRICES), state: oneOf(SAMPLE_STATES), kind: oneOf(SAMPLE_KINDS), revision: Type.Integer(),
    /** Why nothing can be entered for it now. */
    locked: Type.Optional(Denial),
  },
  { $id: 'gridSample' },
);

export const GridView = Type.Object(
  {
    round: round.schema,
    /** Audit sequence number: changes after it have to be applied. */
    revision: Type.Integer(),
    analytes: Type.Array(Type.Object({ id: Type.String(), name: Words, abbreviation: Type.String(), order: Type.Integer() })),
    samples: Type.Array(GridSampleView),
    /** In force, one per analyte and matrix. */
    methods: Type.Array(method.schema),
    /** Every sample × panel analyte, in the order of the samples. */
    cells: Type.Array(GridCell),
    /** What may be done, with the reason of each denial; `actions` of a cell is an index into it. */
    actionSets: Type.Array(allowedActionsField),
  },
  { $id: 'grid' },
);
