/**
 * Loaded before dependency-cruiser (`node --require`): its swc options know TypeScript but not TSX, so without
 * this the first component ends the run. Only `.tsx` files change.
 */
const swc = require('@swc/core');

const parseFileSync = swc.parseFileSync;
swc.parseFileSync = (path, options) => parseFileSync(path, { ...options, tsx: path.endsWith('.tsx') });
