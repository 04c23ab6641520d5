/** Words of 联系人 on the customer page. */
export const customerContacts = {
  title: '联系人',
} as const;
