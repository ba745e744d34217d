/**
 * Regular grids of square or oblong cells, north up, rows from north to south, in degrees or in metres.
 */
import { requireCount, requirePositive, type Points } from './points.ts';

export interface Raster {
  /** Outer edges of the first cell, not its centre. */
  readonly west: number;
  readonly north: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly columns: number;
  readonly rows: number;
}

/** @throws RangeError naming the figure out of range */
export const requireRaster = (raster: Raster): void => {
  if (!Number.isFinite(raster.west) || !Number.isFinite(raster.north)) throw new RangeError(`the grid starts at ${raster.west}, ${raster.north}; finite edges were expected`);
  requirePositive('cellWidth', raster.cellWidth);
  requirePositive('cellHeight', raster.cellHeight);
  requireCount('columns', raster.columns);
  requireCount('rows', raster.rows);
};

/** Number of cells. */
export const cellsOf = ({ columns, rows }: Raster): number => columns * rows;

/** Centres of the cells, row by row from the north. */
export const cellCentres = (raster: Raster): Points => {
  requireRaster(raster);
  const { west, north, cellWidth, cellHeight, columns, rows } = raster;
  const x = new Float64Array(columns * rows);
  const y = new Float64Array(columns * rows);
  for (let row = 0, cell = 0; row < rows; row++) {
    const cy = north - (row + 0.5) * cellHeight;
    for (let column = 0; column < columns; column++, cell++) {
      x[cell] = west + (column + 0.5) * cellWidth;
      y[cell] = cy;
    }
  }
  return { x, y };
};

/**
 * A grid of about `cells` cells over a box widened by `margin` on every side.
 * @param aspect width of a cell over its height, 1 in metres; in degrees 1 / cos(latitude) makes cells square on the ground
 */
export const rasterOver = (box: { west: number; south: number; east: number; north: number }, cells: number, margin: number, aspect = 1): Raster => {
  requireCount('cells', cells);
  requirePositive('aspect', aspect);
  const width = box.east - box.west + 2 * margin * aspect;
  const height = box.north - box.south + 2 * margin;
  requirePositive('width of the grid', width);
  requirePositive('height of the grid', height);
  const cellHeight = Math.sqrt(((width / aspect) * height) / cells);
  const cellWidth = cellHeight * aspect;
  return {
    west: box.west - margin * aspect,
    north: box.north + margin,
    cellWidth,
    cellHeight,
    columns: Math.max(1, Math.ceil(width / cellWidth - 1e-9)),
    rows: Math.max(1, Math.ceil(height / cellHeight - 1e-9)),
  };
};
