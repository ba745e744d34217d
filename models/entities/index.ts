export { columnsOf, type Column } from './columnsOf.ts';
export { entitiesOf, fromThing, type Engine } from './fromThing.ts';
