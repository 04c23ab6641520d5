/** Allows `burst` messages at once and `perSecond` after. */
export interface TokenBucket {
  /** Takes one; ms to wait until there is one again, 0 = go on. */
  take(nowMs: number): number;
}

export const makeTokenBucket = (perSecond: number, burst: number, startMs: number): TokenBucket => {
  let tokens = burst;
  let atMs = startMs;
  return {
    take(nowMs) {
      tokens = Math.min(burst, tokens + ((nowMs - atMs) / 1000) * perSecond);
      atMs = nowMs;
      tokens -= 1;
      return tokens >= 0 ? 0 : Math.ceil((-tokens / perSecond) * 1000);
    },
  };
};
