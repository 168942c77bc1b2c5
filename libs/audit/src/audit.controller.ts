import { Body, Get, Post, Query, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers, answerWork, CurrentCaller, PageView, Requires, Rest, WaitQuery } from '#platform';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditExport } from './audit-export.js';
import { AuditNoteInput } from './audit-note.input.js';
import { AuditExportQuery, AuditQuery } from './audit.query.js';
import { AuditService } from './audit.service.js';
import { VerificationService } from './verify/verification.service.js';
import { Verification } from './verify/verification.view.js';

const TYPES = { ndjson: 'application/x-ndjson; charset=utf-8', csv: 'text/csv; charset=utf-8' };

@Rest('audit')
export class AuditController {
  constructor(
    private readonly audit: AuditService,
    private readonly exports: AuditExport,
    private readonly verification: VerificationService,
  ) {}

  @Get()
  @Requires('audit:read')
  @Answers([AuditEntry], 'Who did what, to what, when and why; the newest first.')
  async list(@CurrentCaller() caller: Caller, @Query() query: AuditQuery) {
    return new PageView(await this.audit.list(caller, query, query));
  }

  @Post()
  @Requires('audit:write')
  @Answers(AuditEntry, 'Documents a step that was done by hand, on any subject.')
  note(@CurrentCaller() caller: Caller, @Body() input: AuditNoteInput) {
    return this.audit.note(caller, input);
  }

  @Get('export')
  @Requires('audit:export')
  @Answers(null, 'The entries of a search as a file, the oldest first; NDJSON unless told.', {
    files: { [TYPES.ndjson]: '{"id":"…","at":"…","actor":"…"}\n', [TYPES.csv]: 'id,at,actor,…' },
  })
  async export(
    @CurrentCaller() caller: Caller,
    @Query() query: AuditExportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const format = query.format ?? 'ndjson';
    void reply.header('content-disposition', `attachment; filename="audit.${format}"`);
    return new StreamableFile(await this.exports.export(caller, query), { type: TYPES[format] });
  }

  /** 202 while it is at work, 200 when it has ended within `?wait` seconds. */
  @Get('verify')
  @Requires('audit:read')
  @Answers(Verification, 'Whether the record is what was sealed, and where it first is not.', { isWork: true })
  async verify(
    @CurrentCaller() caller: Caller,
    @Query() { wait = 0 }: WaitQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const found = await this.verification.verify(caller, wait);
    answerWork(reply, `/jobs/runs/${found.runId}`, found.isEnded);
    return found;
  }
}
