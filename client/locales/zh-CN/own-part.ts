/** What follows it in a talk track is for whoever reads it, not for the customer: it is not copied. */
export const ownPart = '【自己看】';
