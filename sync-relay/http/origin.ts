/** Whether an Origin header names this relay: the public address, or the host the request itself was sent to. */
export const makeOriginCheck = (publicUrl: string | null, isSecure: boolean) => {
  const own = publicUrl === null ? null : new URL(publicUrl).origin;
  const scheme = isSecure ? 'https' : 'http';
  return (origin: string | undefined, host: string | undefined): boolean =>
    origin !== undefined && (origin === own || (host !== undefined && origin === `${scheme}://${host}`));
};
