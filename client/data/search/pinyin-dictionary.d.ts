/** The dictionary inside pinyin-match; its matcher keeps global state and knows no positions, so it stays out. */
declare module 'pinyin-match/src/simplified_dict.js' {
  export const dict: Readonly<Record<string, string>>;
}
