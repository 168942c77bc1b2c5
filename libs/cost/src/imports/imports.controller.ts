import { Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalid, type Caller } from '#common';
import { Answers, CurrentCaller, PageQuery, PageView, Requires, Rest, Settings } from '#platform';
import { filesOf } from './import-body.js';
import { CostImport, QuarantinedRow } from './cost-import.view.js';
import { ImportPlace, ImportsQuery, StartImportQuery } from './import.query.js';
import { ImportStarter, waitForImport } from './import-starter.js';
import { ImportsService } from './imports.service.js';

const BILL_TYPES = ['text/csv', 'application/gzip', 'application/vnd.apache.parquet'];

interface Named {
  uri?: unknown;
  source?: unknown;
}

@Rest('cost/imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly starter: ImportStarter,
    private readonly settings: Settings,
  ) {}

  /** The body is a file, a form with files, or JSON `{ "uri" }`. */
  @Post()
  @Requires('cost:import')
  @Answers(CostImport, 'Starts an import of the file that is sent, or of a place that is named.', {
    takes: { files: BILL_TYPES, json: ImportPlace },
    isWork: true,
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Query() { filename, source, wait = 0 }: StartImportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const files = filesOf(request, { filename, limit: this.settings.uploadLimit });
    const id = files
      ? await this.starter.upload(caller, files, { source })
      : await this.starter.follow(caller, uriOf(request.body as Named | undefined), { source });
    const found = await waitForImport(this.imports, caller, id, wait);
    const isEnded = found.endedAt !== null;
    void reply.status(isEnded ? 200 : 202).header('location', `/cost/imports/${id}`);
    return found;
  }

  @Get()
  @Requires('cost:read')
  @Answers([CostImport], 'Deliveries of bills, the newest first.')
  async list(@CurrentCaller() caller: Caller, @Query() query: ImportsQuery) {
    return new PageView(await this.imports.list(caller, query, query));
  }

  @Get(':id')
  @Requires('cost:read')
  @Answers(CostImport, 'One delivery: its rows, bills and conformance.')
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.imports.get(caller, id);
  }

  @Get(':id/quarantine')
  @Requires('cost:read')
  @Answers([QuarantinedRow], 'The rows of a delivery that could not be read, each with its reason.')
  async quarantine(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() query: PageQuery) {
    return new PageView(await this.imports.quarantine(caller, id, query));
  }

  @Post(':id/force')
  @HttpCode(200)
  @Requires('cost:import')
  @Answers(CostImport, 'Makes a held delivery active.')
  force(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.imports.force(caller, id);
  }
}

function uriOf(body: Named | null | undefined): string {
  const uri = typeof body === 'object' ? body?.uri : undefined;
  if (typeof uri !== 'string' || uri === '' || uri.length > 2000)
    throw invalid('uri', 'must be s3://bucket/prefix or the name of a file or folder in the import folder');
  return uri;
}
