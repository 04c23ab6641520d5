import { customerFields as words } from '../locales/zh-CN/customer-fields.ts';

const TEN_THOUSAND_YUAN_FEN = 1_000_000;

/** A number without a tail of zeros, at most four places. */
export const plainNumber = (value: number): string => String(Number(value.toFixed(4)));

/** 600000000 分 = `600 万元`; below ten thousand in 元. */
export const amountWords = (fen: number): string =>
  fen >= TEN_THOUSAND_YUAN_FEN
    ? words.tenThousands(plainNumber(fen / TEN_THOUSAND_YUAN_FEN))
    : words.yuan(plainNumber(fen / 100));
