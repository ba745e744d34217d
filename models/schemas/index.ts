/** Every thing, said once. Importing this file declares them all in order of dependence. */
export * from './vocabulary.ts';
export * from './fields.ts';
export * from './thing.ts';
export * from './user.ts';
export * from './area.ts';
export * from './site.ts';
export * from './plan.ts';
export * from './analyte.ts';
export * from './audit.ts';
export * from './sample.ts';
export * from './run.ts';
export * from './result.ts';
export * from './assessment.ts';
export * from './operations.ts';
