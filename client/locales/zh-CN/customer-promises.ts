/** Words of 答应过的 on the customer page. */
export const customerPromises = {
  title: '答应过的',
} as const;
