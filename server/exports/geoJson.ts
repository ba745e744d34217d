/** GeoJSON (RFC 7946) with what a reader must know said in the file: synthetic, schematic, map approval. */
import type { Feature, Geometry } from 'geojson';
import { inLanguage, type ExportContext, type ExportFile, type ExportFormat } from './exportKind.ts';
import { mapApprovalOf, SYNTHETIC_LABEL } from './table.ts';

export interface FeatureRows {
  features: readonly Feature<Geometry, { synthetic: boolean } & Record<string, unknown>>[];
  of: string;
}

export const geoJsonFormat = (title: { zh: string; en: string }, read: (context: ExportContext) => Promise<FeatureRows>): ExportFormat => ({
  mediaType: 'application/geo+json; charset=utf-8',
  write: async (context): Promise<ExportFile> => {
    const { features, of } = await read(context);
    const synthetic = features.some(({ properties }) => properties.synthetic);
    const body = {
      type: 'FeatureCollection',
      title: inLanguage(title, context.language),
      synthetic,
      ...(synthetic ? { notice: inLanguage(SYNTHETIC_LABEL, context.language) } : {}),
      mapApproval: await mapApprovalOf(context),
      writtenAt: new Date(context.at).toISOString(),
      features,
    };
    return { bytes: `${JSON.stringify(body)}\n`, of, synthetic };
  },
});
