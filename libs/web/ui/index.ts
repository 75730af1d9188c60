/** Building pages without a framework. For browsers only. */
export { type Child, h, replace, svg } from './dom.js';
