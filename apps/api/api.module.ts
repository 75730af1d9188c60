import { type DynamicModule, Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { TrustedProxies } from '#libs/host/addresses';
import { FileLogStorage, LogStorage } from '#libs/log/storage';
import { OfficerBook } from '#libs/registry/access';
import { LedgerReader } from '#libs/log/ledger';
import { SearchReader } from '#libs/projections/search';
import { dataPaths, Health, Metrics, type Logger } from '#libs/host/service';
import { openScanStream, ScanStream } from '#libs/transport/stream';
import type { ApiEnvironment } from './configuration.js';
import { LookupKey } from '#libs/stores/lookups';
import { LookupRecorder } from './customs/lookup-recorder.js';
import { WrongTokens } from './customs/wrong-tokens.js';
import { HealthController } from './health.controller.js';
import { AnswerInterceptor } from './http/answer.interceptor.js';
import { ConnectionLimit } from './http/connection-limit.js';
import { LimitMetrics } from './http/limit-metrics.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RequestLog } from './http/request-log.js';
import { openReadOnlyLedger, openReadOnlySearch } from './ledger/read-only-ledger.js';
import { LogController } from './log/log.controller.js';
import { PolicyController, PolicyFile } from './log/policy.controller.js';
import { PublishedLog } from './log/published-log.js';
import { EvidenceService } from './objects/evidence.service.js';
import { LedgerTrails } from './objects/ledger-trails.js';
import { ObjectsController } from './objects/objects.controller.js';
import { QuestionLimit } from './objects/question-limit.js';
import { TrailService } from './objects/trail.service.js';
import { ApiDescription } from './openapi/document.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { DemoShop } from './pages/demo-shop.js';
import { PagesController } from './pages/pages.controller.js';
import { PublicFiles } from './pages/public-files.js';
import { SearchController } from './search/search.controller.js';
import { SearchService } from './search/search.service.js';
import { API_HEALTH, API_LOGGER, API_METRICS, CLOCK } from './tokens.js';

/** What the api is made of, beside its configuration. */
export interface ApiParts {
  readonly environment: ApiEnvironment;
  readonly logger: Logger;
  /** Usually dist/public. */
  readonly publicFolder: string;
}

/** The root module. Everything that others may want to exchange in a test is a provider. */
@Module({})
export class ApiModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(ScanStream) private readonly stream: ScanStream,
    @Inject(LedgerReader) private readonly ledger: LedgerReader,
    @Inject(SearchReader) private readonly search: SearchReader,
    @Inject(LogStorage) private readonly storage: LogStorage,
    @Inject(API_HEALTH) private readonly health: Health,
  ) {}

  static register({ environment, logger, publicFolder }: ApiParts): DynamicModule {
    const paths = dataPaths(environment.CAIRN_DATA);
    return {
      module: ApiModule,
      controllers: [
        LogController,
        PolicyController,
        ObjectsController,
        SearchController,
        HealthController,
        OpenApiController,
        PagesController,
      ],
      providers: [
        { provide: API_LOGGER, useValue: logger },
        { provide: API_METRICS, useFactory: () => new Metrics() },
        { provide: API_HEALTH, useFactory: () => new Health() },
        { provide: CLOCK, useValue: () => Date.now() },
        { provide: LogStorage, useFactory: () => new FileLogStorage(paths.log) },
        { provide: OfficerBook, useFactory: (now: () => number) => new OfficerBook(paths.root, now), inject: [CLOCK] },
        {
          provide: ScanStream,
          useFactory: () => openScanStream(environment, { logger, program: 'api', appendTimeoutMs: APPEND_TIMEOUT_MS }),
        },
        { provide: PublicFiles, useFactory: () => PublicFiles.from(publicFolder) },
        { provide: PolicyFile, useFactory: () => new PolicyFile(paths.policy) },
        {
          provide: DemoShop,
          useFactory: (policy: PolicyFile) => new DemoShop(paths.demo, policy),
          inject: [PolicyFile],
        },
        { provide: LedgerReader, useFactory: () => openReadOnlyLedger(environment) },
        { provide: SearchReader, useFactory: () => openReadOnlySearch(environment) },
        { provide: LookupKey, useFactory: () => new LookupKey(paths.lookupKey) },
        { provide: TrustedProxies, useValue: environment.CAIRN_TRUSTED_PROXIES },
        LimitMetrics,
        ConnectionLimit,
        WrongTokens,
        LookupRecorder,
        QuestionLimit,
        LedgerTrails,
        EvidenceService,
        TrailService,
        SearchService,
        PublishedLog,
        RequestLog,
        ApiDescription,
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }

  onModuleInit(): void {
    this.health.addCheck('database', async () => void (await this.ledger.head()));
    this.health.addCheck('log', async () => {
      if (!(await this.storage.exists('checkpoint'))) throw new Error('no checkpoint has been published yet');
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.stream.close(), this.ledger.close(), this.search.close()]);
  }
}

// This process only appends look-ups, which wait for at most this long (LookupQueue of libs/stores/lookups), so trying longer helps nobody.
const APPEND_TIMEOUT_MS = 3_000;
