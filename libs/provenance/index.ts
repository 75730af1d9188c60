/** Scan, claims, trail, evidence, verdict (docs/formats). Pure: runs unchanged in Node and in the browser. */
// Trails, custody, evidence, verdict
export { linkHash, type LinkInput, Trail, TrailError, type TrailErrorCode, type TrailState } from './trail.js';
