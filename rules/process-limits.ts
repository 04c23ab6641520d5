/** Ids of the company's own fields: `x_…`, so that they never meet one of the product's. */
export const CUSTOM_FIELD = /^x_[A-Za-z0-9]{1,32}$/;
export const isCustomFieldId = (id: string): boolean => CUSTOM_FIELD.test(id);

/** Rules a process may have, those that are switched off included: a rule is never taken away, its effects refer to it. */
export const MAX_RULES = 300;
export const MAX_PLAYBOOKS = 60;
