/** The part of swagger-ui-dist that this page uses. */
interface SwaggerUi {
  (options: Readonly<Record<string, unknown>>): unknown;
}
declare global {
  interface Window {
    readonly SwaggerUIBundle: SwaggerUi;
  }
}

window.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger',
  deepLinking: true,
  // The badge that asks a validator on another host.
  validatorUrl: null,
  // Nothing of an officer's token stays in this browser.
  persistAuthorization: false,
});
