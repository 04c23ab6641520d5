/** Read models of one device. */
export { makeReadModels } from './read-models.ts';
