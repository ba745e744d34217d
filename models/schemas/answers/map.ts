/** What `/map` answers, and `/areas/:id/evidence`: the county at a glance, and the way back from a colour to the bottles. */
import type { FeatureCollection, LineString, MultiPolygon, Point, Polygon } from 'geojson';
import type { Area } from '../area.ts';
import type { AreaAssessment, AssessmentBody, FurtherArea, SiteStanding } from '../assessment.ts';
import type { Site } from '../site.ts';
import type { Firmness, Grade, Matrix, Words } from '../vocabulary.ts';

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
  asset: Site['asset'];
  matrix: Matrix | null;
  grade: Grade;
  index: number | null;
}

export interface AssessmentSummary {
  id: string;
  sequence: number;
  rule: string;
  ruleVersion: string;
  ruleTitle: Words;
  createdAt: string;
  stale: boolean;
  /** How many released results are newer than the assessment. */
  newer: number;
  /** Why it is stale. */
  staleReasons: Words[];
  /** What it changed against the one before it; null where that still stood. */
  since: NonNullable<AssessmentBody['since']> | null;
}

export interface MapView {
  round: string;
  assessment: AssessmentSummary | null;
  sentence: Words;
  county: { code: string; name: Words };
  bounds: [west: number, south: number, east: number, north: number];
  legend: { grade: Grade; label: Words; color: string; count: number }[];
  areas: FeatureCollection<Polygon | MultiPolygon, AreaProperties>;
  seats: FeatureCollection<Point, AreaProperties>;
  sites: FeatureCollection<Point, SiteProperties>;
  relations: FeatureCollection<LineString>;
  /** Villages and operational areas, which stand beside the towns. */
  further: { areaId: string; code: string; name: Words; kind: FurtherArea['kind']; withheld: boolean; grade: Grade | null; firmness: Firmness | null; severity: number | null }[];
  notices: (Words & { code: string })[];
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

/** A village in a town, or an operational area that shares its sites. */
export interface PlaceWithin extends Omit<FurtherArea, 'standing'> {
  grade: Grade | null;
  firmness: Firmness | null;
  severity: number | null;
}

export interface DrivingSite extends Pick<SiteStanding, 'siteCode' | 'matrix' | 'basis' | 'index' | 'indexQualifier' | 'grade'> {
  siteName: Words;
  /** It stands in the place itself. */
  here: boolean;
}

export interface PlaceItself {
  kind: FurtherArea['kind'];
  withheld: Words | null;
  towns: { areaId: string; code: string; name: Words; grade: Grade; firmness: Firmness; sites: DrivingSite[] }[];
}

export interface AppliedRule {
  id: string;
  version: string;
  title: Words;
  author: string;
  reason: Words;
  source: string;
  sourceWords: Words;
  date: string;
  cuts: { moderatelySevere: number; severe: number; quantity: string };
  components?: { key: string; weight: number; words: Words }[];
  uncertainty?: { key: string; value: number | null; words: Words; source: string; sourceWords: Words }[];
}

export interface AreaEvidence {
  area: { id: string; code: string; name: Words; level: Area['level']; population: number | null; populationBasis: Area['populationBasis'] };
  assessment: AssessmentSummary | null;
  standing: AreaAssessment | null;
  /** Villages and operational areas that share sites with it. */
  within: PlaceWithin[];
  /** Of a village or an operational area: why it has no grade of its own, and the sites that drive the grade of its towns; null for a town. */
  place: PlaceItself | null;
  sites: (SiteStanding & { siteName: Words; results: TracedResult[] })[];
  history: { round: string; grade: Grade; severity: number | null; index: number | null }[];
  rule: AppliedRule | null;
}
