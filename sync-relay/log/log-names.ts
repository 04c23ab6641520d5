import { type DeviceId, deviceLog } from '#rules';

const RELAY_LOG = /^e:relay:\d+$/;

export const isRelayLog = (name: string): boolean => RELAY_LOG.test(name);

/**
 * Where rows of a device stand that somebody gave back after a restore (S10). It belongs to no device, so the
 * device's own log goes on from what the relay has; `:` cannot occur in a device id, so no device can own it.
 */
export const recoveryLog = (device: DeviceId, epoch: number): string => `${deviceLog(device)}:r${epoch}`;
