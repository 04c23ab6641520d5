/** `OrgState.processVersion` while no published version is in force. */
export const TEMPLATE_VERSION = 'template';
