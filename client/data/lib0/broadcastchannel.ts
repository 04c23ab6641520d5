/**
 * In place of `lib0/broadcastchannel`: replicas are opened with `disableBc`, for one worker owns the data and no tab
 * tells another. Called all the same, it says so.
 */
const never = (): never => {
  throw new Error('disableBc');
};
export const subscribe = never;
export const unsubscribe = never;
export const publish = never;
