/** What a phone dials: digits and the signs a phone knows. */
export const dialled = (phone: string): string => phone.replace(/[^\d+*#]/g, '');
