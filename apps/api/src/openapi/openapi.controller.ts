import { Controller, Get, Header } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Answers, contentPolicy, inline, Linkable, Requires } from '#platform';
import { docsPage, STYLE } from './docs-page.js';
import { openApiOf, type OpenApi } from './document.js';

@Controller()
export class OpenApiController {
  private document?: OpenApi;

  constructor(private readonly modules: ModulesContainer) {}

  @Get('openapi.json')
  @Requires('docs:read')
  @Answers(null, 'This document, OpenAPI 3.1.', { files: { 'application/json': '{"openapi":"3.1.0",…' } })
  read(): OpenApi {
    return (this.document ??= openApiOf(this.modules));
  }

  @Get('docs')
  @Linkable()
  @Requires('docs:read')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', contentPolicy({ 'style-src': [inline(STYLE)] }))
  @Answers(null, 'The same for people, as one page.', { files: { 'text/html': '<!doctype html>…' } })
  page(): string {
    return docsPage(this.read());
  }
}
