/** The shop element `<cairn-trace>`: registers itself where it is loaded. */
import { CairnTrace } from './element.js';

export { CairnTrace };
export type { TraceFailure, TraceState } from './trace-controller.js';

// A page may load the script twice.
if (!customElements.get('cairn-trace')) customElements.define('cairn-trace', CairnTrace);
