/**
 * Every text that is kept is either one a person can type, and then nothing that names a person and nothing unseen is let
 * in, or made by the program, and then it stands below with its reason.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Fault } from '../../../models/errors.ts';
import { columnsOf } from '../../../models/entities/index.ts';
import { things, type FieldNotes } from '../../../models/schemas/index.ts';
import { checkRow } from '../../../models/store/checkRow.ts';
import { anyValue, type Schema } from '../../support/anyValue.ts';

const DIGEST = 'a digest or a password’s hash';
const WORD = 'one of the words of the program';
const COMPUTED = 'computed from what was checked when it was typed';
/** thing.field → why nobody types it. A new one wants a line here. */
const MACHINE_MADE: Readonly<Record<string, string>> = {
  'user.passwordHash': DIGEST, 'session.tokenSha256': DIGEST, 'setupToken.tokenSha256': DIGEST, 'passwordGuard.account': 'an id, or the digest of a name that no account has', 'idempotencyKey.key': 'a random name that the client’s program makes, deleted after a day', 'idempotencyKey.requestSha256': DIGEST, 'idempotencyKey.response': 'the answer of the server',
  'auditEntry.actorId': 'an id', 'auditEntry.action': WORD, 'auditEntry.subject': WORD, 'auditEntry.subjectId': 'an id', 'auditEntry.algorithm': WORD, 'auditEntry.previousHash': DIGEST, 'auditEntry.hash': DIGEST, 'auditEntry.digests': DIGEST, 'auditEntry.detail': 'fields of rows that were checked, or of old rows that must be tellable',
  'importLog.fileSha256': DIGEST, 'importLog.encoding': WORD, 'importLog.separator': 'as found in the file, a tab among them', 'importLog.actorId': 'an id', 'importUndo.actorId': 'an id',
  'exportLog.kind': WORD, 'exportLog.format': WORD, 'exportLog.language': WORD, 'exportLog.sha256': DIGEST,
  'custodyEvent.photoSha256': DIGEST, 'resultRevision.reportedText': COMPUTED, 'resultRevision.hold': COMPUTED, 'resultRevision.confirmedHold': COMPUTED, 'resultEvent.revisionSha256': DIGEST,
  'assessment.inputsSha256': DIGEST, 'assessment.codeVersion': WORD, 'assessment.referenceVersion': WORD, 'assessment.constantsVersion': WORD, 'assessment.body': COMPUTED, 'surface.grid': COMPUTED, 'surface.model': COMPUTED, 'assessmentInputs.parts': COMPUTED, 'gradingEvidence.content': 'deflated rows that were checked, 64 MB',
  'schedule.body': COMPUTED, 'task.lineage': 'an id', 'task.grade': WORD, 'task.unitIds': 'ids', 'area.geometry': 'coordinates',
};

const texts = [...things.values()].flatMap((thing) => columnsOf(thing).map((column) => ({ thing, column, property: thing.schema.properties[column.name] as unknown as Partial<FieldNotes> & Schema }))).filter(({ column }) => column.kind === 'text' || column.kind === 'json');

describe('texts that are kept', () => {
  it('whatever the program makes is named with its reason', () => {
    const made = texts.filter(({ property }) => property['x-machine'] === true).map(({ thing, column }) => `${thing.name}.${column.name}`);
    expect(made.sort()).to.deep.equal(Object.keys(MACHINE_MADE).sort());
    expect(texts.filter(({ column }) => column.typed !== 'machine').length).to.be.greaterThan(90);
  });

  it('every other text refuses numbers of persons and what nobody sees, naming the field', () => {
    let looked = 0;
    for (const { thing, column, property } of texts) {
      if (column.typed === 'machine') continue;
      const longest = property.anyOf?.[0]?.maxLength ?? property.maxLength ?? 200;
      const [row] = fc.sample(anyValue(thing.schema as unknown as Schema), { numRuns: 1, seed: 7 }) as Record<string, unknown>[];
      for (const [text, code, message] of [['13800138000', 'person-data-refused', 'person-data.mobile-number'], ['a\u202eb', 'invalid', 'text.direction']] as const) {
        if (text.length > longest) continue;
        const wrap = column.kind === 'text' ? text : inDocument(property, text);
        if (wrap === undefined) continue;
        const fault = refusalOf(() => checkRow(thing, { ...row, [column.name]: wrap }, '', new Set([column.name])));
        expect(fault?.code, `${thing.name}.${column.name}: ${JSON.stringify(fault?.details)}`).to.equal(code);
        expect(fault?.details[0]?.pointer, `${thing.name}.${column.name}`).to.match(new RegExp(`^/${column.name}`));
        expect(fault?.details[0]?.message).to.equal(message);
        expect(JSON.stringify(fault?.details) + String(fault?.message)).not.to.include('13800138000');
        // what an older program let in does not stop a change of another field
        expect(refusalOf(() => checkRow(thing, { ...row, [column.name]: wrap }, '', new Set()))).to.equal(undefined);
        looked += 1;
      }
    }
    expect(looked).to.be.greaterThan(150);
  });
});

/** A document that the schema lets in with the text somewhere, or undefined where its texts are closed words or numbers. */
function inDocument(property: Schema, text: string): unknown {
  const schema = property.type === undefined && property.anyOf !== undefined ? property.anyOf[0] : property;
  if (schema?.type === undefined) return { a: [text] };
  if (schema.type === 'object') return schema.properties === undefined ? { a: text } : undefined;
  if (schema.type !== 'array' || schema.items === undefined || schema.items === false) return undefined;
  const { items } = schema;
  if (items.prefixItems !== undefined) return [[1, text, 'a', 'a', 'a', 'written', null]];
  return items.type === 'string' && items.enum === undefined ? [text] : undefined;
}

function refusalOf(work: () => void): Fault | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as Fault;
  }
}
