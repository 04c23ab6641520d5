/** There is no copy of the room, or it is in another state than the one that was to be gone on from. */
export class CopyChanged extends Error {
  override readonly name = 'CopyChanged';
  constructor(room: string) {
    super(`the copy of ${room} is not in the state it was left in`);
  }
}
