/** Words of a name that a customer has already. */
export const namesakeWords = {
  tag: '有同名客户',
  before: '客户池里已有',
  name: (name: string) => `「${name}」`,
  after: '，先看看是不是同一家。',
} as const;
