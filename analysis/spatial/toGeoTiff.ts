/**
 * A raster with one or more bands as GeoTIFF bytes, by the geotiff package: 32-bit floats, NaN where there is no value.
 */
import { writeArrayBuffer } from 'geotiff';
import { cellsOf, requireRaster, type Raster } from './raster.ts';

export interface GeoTiffOptions {
  /**
   * EPSG code of the coordinates: 4490 (CGCS2000 degrees, default), 4326 (WGS 84 degrees), or a projected code such as 4526.
   */
  epsg?: number;
  /** Are the coordinates of that code degrees? Default: true for 4490 and 4326. */
  geographic?: boolean;
}

const DEGREES = [4490, 4326, 4258];

/**
 * @param bands arrays of one value per cell, row by row from the north
 * @returns the file's bytes
 * @throws RangeError when a band has not one value per cell, or there is no band
 */
export const toGeoTiff = (raster: Raster, bands: readonly ArrayLike<number>[], options: GeoTiffOptions = {}): Uint8Array => {
  requireRaster(raster);
  const { epsg = 4490 } = options;
  const geographic = options.geographic ?? DEGREES.includes(epsg);
  if (!Number.isInteger(epsg) || epsg < 1024 || epsg > 32766) throw new RangeError(`epsg is ${epsg}; a code from 1024 to 32766 was expected`);
  if (bands.length === 0) throw new RangeError('no bands were given; at least 1 was expected');
  const cells = cellsOf(raster);
  bands.forEach((band, i) => {
    if (band.length !== cells) throw new RangeError(`bands[${i}] has ${band.length} values and the grid ${cells} cells; the same number was expected`);
  });
  const { west, north, cellWidth, cellHeight, columns, rows } = raster;
  // The package writes pixels through one small buffer each, 3 µs a pixel: it is given one, for the header, and the
  // pixels are put in its place. Everything it would take from the pixels is said outright.
  const one = new Uint8Array(
    writeArrayBuffer(new Float32Array(1), {
      width: columns,
      height: rows,
      BitsPerSample: bands.map(() => 32),
      SampleFormat: bands.map(() => 3),
      SamplesPerPixel: [bands.length],
      // more than one band: none of them is colour or transparency
      ExtraSamples: bands.slice(1).map(() => 0),
      PhotometricInterpretation: 1,
      PlanarConfiguration: 1,
      StripByteCounts: [4 * cells * bands.length],
      ModelPixelScale: [cellWidth, cellHeight, 0],
      ModelTiepoint: [0, 0, 0, west, north, 0],
      GTModelTypeGeoKey: geographic ? 2 : 1,
      GTRasterTypeGeoKey: 1,
      ...(geographic ? { GeographicTypeGeoKey: epsg } : { ProjectedCSTypeGeoKey: epsg }),
      GDAL_NODATA: 'nan',
    }),
  );
  const start = one.length - 4;
  const bytes = new Uint8Array(start + 4 * cells * bands.length);
  bytes.set(one.subarray(0, start));
  const view = new DataView(bytes.buffer);
  bands.forEach((band, b) => {
    // the package's files are big-endian, pixel by pixel
    for (let cell = 0, at = start + 4 * b; cell < cells; cell++, at += 4 * bands.length) view.setFloat32(at, band[cell] as number);
  });
  return bytes;
};
