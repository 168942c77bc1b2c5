import { Field, Float, GraphQLISODateTime, ID, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { Decimal } from '#common';
import { choices, GraphQLDate } from '#data';

export const IMPORT_STATES = ['queued', 'running', 'done', 'held', 'failed', 'refused'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];
export const importStateEnum = choices('CostImportState', IMPORT_STATES);

const text = (description?: string, nullable = false) => Field(() => String, { nullable, description });
const amount = (description?: string) => Field(() => Decimal, { description });
const count = (description?: string) => Field(() => Float, { description });

@ObjectType({ description: 'What an import says of one bill, in one currency.' })
export class ImportedPeriod {
  @Expose() @text() provider: string;
  @Expose() @text() billingAccountId: string;
  @Expose() @Field(() => GraphQLDate) start: string;
  @Expose() @Field(() => GraphQLDate, { description: 'The day after its last.' }) end: string;
  @Expose() @text() currency: string;
  @Expose() @amount('Exact, to the last digit of the file.') billedCost: string;
  @Expose() @amount() effectiveCost: string;
  @Expose() @amount() listCost: string;
  @Expose() @amount() contractedCost: string;
  @Expose() @Field(() => Boolean, { description: 'Whether this is what counts now.' }) isActive: boolean;
}

@ObjectType({ description: 'A rule of the FOCUS specification that some rows do not keep.' })
export class ConformanceRule {
  @Expose() @text() id: string;
  @Expose() @text('MUST, SHOULD or MAY') level: string;
  @Expose() @text('The column, or the attribute, that it speaks of.') column: string;
  @Expose() @text('What it demands.') text: string;
  @Expose() @count() failedRows: number;
  @Expose() @count('Line of the first such row; 0 where the file as such breaks the rule.') firstLine: number;
  @Expose() @text('What that row says.') example: string;
}

@ObjectType({ description: 'A rule that no file alone can decide.' })
export class UndecidedRule {
  @Expose() @text() id: string;
  @Expose() @text() reason: string;
}

@ObjectType({ description: 'How well a delivery keeps the FOCUS specification.' })
export class Conformance {
  @Expose() @Field(() => Float, { description: '0 to 100; 100 only when nothing is broken.' }) score: number;
  @Expose() @count('Rows that were judged: all of the right width, quarantined ones too.') rowsChecked: number;
  @Expose() @count('Rules of the version.') total: number;
  @Expose() @count('Rules that are decided on a file.') evaluated: number;
  @Expose() @count('Of those, rules whose columns the file does not have.') skipped: number;
  @Expose() @Field(() => [UndecidedRule]) notEvaluated: UndecidedRule[];
  @Expose()
  @Field(() => [ConformanceRule], { description: 'The broken rules, MUST first.' })
  rules: ConformanceRule[];
}

/** One delivery: all files of one command or manifest. */
@ObjectType({ description: 'One delivery of bills: all files of one command or manifest.' })
export class CostImport {
  @Expose() @Field(() => ID) id: string;
  @Expose() @text('Deliveries of one source replace one another, bill by bill.') source: string;
  @Expose() @Field(() => [String], { description: 'Files of the delivery.' }) names: string[];
  @Expose() @Field(() => importStateEnum) state: ImportState;
  @Expose() @text('FOCUS version told from the columns.', true) focusVersion: string | null;
  @Expose() @count() rowsRead: number;
  @Expose() @count() rowsAccepted: number;
  @Expose() @count('Rows that could not be read; each is listed with its reason.') rowsQuarantined: number;
  @Expose() @count() bytesRead: number;
  @Expose() @Field(() => Float, { nullable: true }) bytesTotal: number | null;
  @Expose() @Field(() => [ImportedPeriod]) periods: ImportedPeriod[];
  @Expose() @Field(() => Conformance, { nullable: true }) conformance: Conformance | null;
  @Expose()
  @Field(() => Boolean, { description: 'The same had been delivered before, so that nothing changed.' })
  isUnchanged: boolean;
  @Expose() @Field(() => Boolean) isDemo: boolean;
  @Expose() @text() createdBy: string;
  @Expose() @Field(() => GraphQLISODateTime) createdAt: Date;
  @Expose() @Field(() => GraphQLISODateTime, { nullable: true }) startedAt: Date | null;
  @Expose() @Field(() => GraphQLISODateTime, { nullable: true }) endedAt: Date | null;
  @Expose() @Field(() => ID, { nullable: true, description: 'The run that works on it, see `/jobs/runs`.' }) runId:
    string | null;
  @Expose() @text('Why it was held, refused or has failed.', true) error: string | null;
}

/** One row that could not be read. */
@ObjectType({ description: 'A row of a delivery that could not be read.' })
export class QuarantinedRow {
  @Expose() @text() file: string;
  @Expose() @Field(() => Float, { description: 'Line of the file; its header is line 1.' }) line: number;
  @Expose() @text('The column at fault; null where the row as a whole is.', true) column: string | null;
  @Expose() @text() reason: string;
  @Expose() @text('The row as the file has it, at most 4 KiB of it.') raw: string;
}

const each = <T extends object>(of: new () => T, rows: object[]) => rows.map((row) => Object.assign(new of(), row));

/** Gives the documents of a row the classes by which they are told. */
export function shaped(row: CostImport): CostImport {
  row.periods = each(ImportedPeriod, row.periods);
  const { conformance } = row;
  if (conformance) {
    row.conformance = Object.assign(new Conformance(), conformance);
    row.conformance.rules = each(ConformanceRule, conformance.rules);
    row.conformance.notEvaluated = each(UndecidedRule, conformance.notEvaluated);
  }
  return row;
}
