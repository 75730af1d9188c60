import type { Officer } from '#libs/registry/access';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set where a token was sent and is known: the request is answered on the customs tier. */
    officer?: Officer;
  }
}
