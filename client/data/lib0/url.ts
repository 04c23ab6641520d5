/** In place of `lib0/url`: a channel has a room and no query. */
export const encodeQueryParams = (): string => '';
