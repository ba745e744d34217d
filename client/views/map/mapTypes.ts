/** What the map's two reads answer: `/map` for the county in one minute, `/areas/:id/evidence` for the way back to the bottles. */
import type { FeatureCollection, LineString, MultiPolygon, Point, Polygon } from 'geojson';
import type { AreaAssessment, Firmness, Grade, Reason, SiteStanding } from '../../../models/schemas/index.ts';
import type { Words } from '../../api/types.ts';

export interface AreaProperties {
  areaId: string;
  code: string;
  nameZh: string;
  nameEn: string;
  grade: Grade;
  firmness: Firmness;
  severity: number | null;
  cellSource: 'schematic' | 'official' | null;
}

export interface SiteProperties {
  siteId: string;
  code: string;
  nameZh: string;
  nameEn: string;
  areaCode: string;
  asset: string;
  matrix: string | null;
  grade: Grade;
  index: number | null;
}

export interface AssessmentHead {
  id: string;
  sequence: number;
  rule: string;
  ruleVersion: string;
  ruleTitle: Words;
  createdAt: string;
  stale: boolean;
  /** How many released results are newer than the assessment. */
  newer: number;
  staleReasons: Words[];
  /** What it changed against the one before it; null where that still stood. */
  since: { sequence: number; reasons: Words[]; areas: { code: string; name: Words; from: { grade: Grade }; to: { grade: Grade } }[] } | null;
}

export interface MapView {
  round: string;
  assessment: AssessmentHead | null;
  sentence: Words;
  county: { code: string; name: Words };
  bounds: [west: number, south: number, east: number, north: number];
  legend: { grade: Grade; label: Words; color: string; count: number }[];
  areas: FeatureCollection<Polygon | MultiPolygon, AreaProperties>;
  seats: FeatureCollection<Point, AreaProperties>;
  sites: FeatureCollection<Point, SiteProperties>;
  relations: FeatureCollection<LineString>;
  further: { areaId: string; code: string; name: Words; kind: 'village' | 'operational'; withheld: boolean; grade: Grade | null; firmness: string | null; severity: number | null }[];
  notices: Reason[];
  rounds: { code: string; counts: Partial<Record<Grade, number>> }[];
}

export interface TracedResult {
  resultId: string;
  sampleNumber: string;
  analyte: string;
  reportedText: string;
  factor: number | null;
  qualifier: '=' | '<' | '>';
  reference: number | null;
  referenceSource: Words | null;
  qc: { status: string; runNumber: string } | null;
}

export interface PlaceItself {
  kind: 'village' | 'operational';
  withheld: Words | null;
  towns: { areaId: string; code: string; name: Words; grade: Grade; firmness: Firmness; sites: (Pick<SiteStanding, 'siteCode' | 'matrix' | 'basis' | 'index' | 'indexQualifier' | 'grade'> & { siteName: Words; here: boolean })[] }[];
}

export interface AreaEvidence {
  area: { id: string; code: string; name: Words; level: string; population: number | null; populationBasis: string | null };
  assessment: AssessmentHead | null;
  standing: AreaAssessment | null;
  within: { areaId: string; code: string; name: Words; kind: 'village' | 'operational'; sites: string[]; withheld: Words | null; grade: Grade | null; firmness: string | null; severity: number | null }[];
  place: PlaceItself | null;
  sites: (SiteStanding & { siteName: Words; results: TracedResult[] })[];
  history: { round: string; grade: Grade; severity: number | null; index: number | null }[];
  rule: { id: string; version: string; title: Words; author: string; reason: Words; source: string; sourceWords: Words; date: string; cuts: { moderatelySevere: number; severe: number; quantity: string }; components?: { key: string; weight: number; words: Words }[]; uncertainty?: { key: string; value: number | null; words: Words; source: string; sourceWords: Words }[] } | null;
}
