/** Read models of one device. */
export { makeReadModels, makeReadModelsWithSearch } from './read-models.ts';
