import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { REQUEST_LIMITS } from '../http/limits.js';
import { PROBLEMS } from '../http/problems.js';
import { answerSchemas } from './schemas.js';

const DESCRIPTION = `
Read-only. Public answers need nothing; with a customs token (\`Authorization: Bearer\`) the same resources answer with everything that
customs may see, and each such look-up is recorded before its answer goes out (header \`Cairn-Lookup\` names it).

Nothing here asks to be believed: \`/evidence\` holds what is needed to check an object's trail offline against a log key that you
have from elsewhere, and \`/log/tile/...\` is the whole log in the layout of C2SP tlog-tiles (\`/log/tile/{level}/{index}\`,
\`/log/tile/entries/{index}\`, partial ones with \`.p/{width}\`).

Objects stand in the path as in GS1 Digital Link (\`01/09506000134352/21/12345\`: key, value, qualifier, value); any other URI goes
through \`?uri=\`. Every refusal is a problem document (RFC 9457): ${Object.keys(PROBLEMS)
  .map((name) => `[${name}](/problems/${name})`)
  .join(', ')}. URLs have at most ${REQUEST_LIMITS.urlBytesMax} bytes, requests no content.`;

/** The description of this API, made once from its controllers after the start. */
@Injectable()
export class ApiDescription {
  private document: OpenAPIObject | undefined;

  describe(app: INestApplication): void {
    const config = new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('Cairn')
      .setVersion('1')
      .setDescription(DESCRIPTION.trim())
      .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
      .addServer('/')
      .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A customs token.' }, 'customs')
      .build();
    const document = SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method });
    this.document = { ...document, components: { ...document.components, schemas: answerSchemas() } };
  }

  get json(): string {
    if (!this.document) throw new Error('the API has not been described yet');
    return JSON.stringify(this.document);
  }
}
