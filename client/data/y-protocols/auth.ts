/** In place of `y-protocols/auth`: a channel passes on what is about its document and nothing else (`Channel.received`). */
export const readAuthMessage = (): void => {};
