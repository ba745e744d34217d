/**
 * Spatial statistics: neighbours, autocorrelation and hot spots, variograms, kriging, surfaces and their exports.
 * Names are those of PySAL (esda, libpysal), spdep and gstat; conventions and reference values stand in each file.
 * Pure: no I/O, no clock, no Math.random; seeds are arguments.
 */
export { pointsFrom, boxOf, coincidentGroups, mergeCoincident, requireMetres, suspectDegrees, type Box, type DegreeSuspicion, type Points } from './points.ts';
export { chordPoints, localProjection, metricSites, requireDegrees, MOST_SCALE_ERROR, type LocalProjection, type MetricSites } from './projection.ts';
export { PointGrid } from './pointGrid.ts';
export { distanceBand, islandsOf, kNearest, neighbourLists, neighboursFromLists, type Neighbours } from './neighbours.ts';
export { spatialWeights, weightSums, type SpatialWeights, type WeightStyle, type WeightSums } from './weights.ts';

export type { Alternative, GlobalDiagnostics, GlobalStep, GlobalTest } from './globalTest.ts';
export { moran, type GlobalOptions } from './moran.ts';
export { geary } from './geary.ts';
export { globalG } from './globalG.ts';
export { candidatesOf, type LocalDiagnostics, type LocalOptions, type LocalResult, type PermutationOptions } from './localTest.ts';
export { lisa, QUADRANTS, type LisaOptions, type LisaResult, type LocalMoments } from './lisa.ts';
export { gi, spotsOf, type Spot } from './gi.ts';
export { drawNeighbourSums, permutedSums, type PermutationTask, type PermutedSums, type Sampling } from './conditionalPermutations.ts';

export { empiricalVariogram, pooledVariogram, type EmpiricalVariogram, type VariogramEstimator, type VariogramLag } from './empiricalVariogram.ts';
export { fitVariogram, type VariogramFit } from './fitVariogram.ts';
export { correlation, practicalRange, requireModel, semivariance, VARIOGRAM_MODELS, type VariogramModel, type VariogramType } from './variogramModel.ts';
export { besselKScaled } from './besselK.ts';
export { levenbergMarquardt, type LeastSquares } from './levenbergMarquardt.ts';

export { krige, Kriging, KRIGE_PART, type KrigeDiagnostics, type Kriged, type KrigeOptions } from './krige.ts';
export type { Drift } from './krigingSystem.ts';
export { krigeCv, type CrossValidation, type CrossValidationDiagnostics, type CrossValidationOptions } from './krigeCv.ts';
export { idw, idwCv, InverseDistance, type IdwCvDiagnostics, type IdwDiagnostics, type IdwOptions } from './idw.ts';

export { chooseSurface, clustersOf, GLOBAL_SITES, LOCAL_SITES, type Candidate, type ChoiceDiagnostics, type ChoiceOptions, type Interpolation } from './chooseSurface.ts';
export { emptySurface, MASKS, surface, surfaceDecisions, surfaceDiagnostics, SurfacePredictor, surfaceQuantile, type Surface, type SurfaceDiagnostics, type SurfaceOptions } from './surface.ts';
export { cellCentres, cellsOf, rasterOver, type Raster } from './raster.ts';
export { bands, contours, type BandProperties, type ContourProperties } from './contours.ts';
export { toGeoTiff, type GeoTiffOptions } from './toGeoTiff.ts';
export { toGeoJson } from './toGeoJson.ts';
export { DRAW_PART, prepareDraw, prepareSurface, SURFACE_PART, type DrawInput, type SurfaceInput, type SurfacePart } from './chunks.ts';
