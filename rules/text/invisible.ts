/** Joiners between emoji belong to what is seen; elsewhere they, marks of direction, fillers and the like are not. */
const INVISIBLE =
  /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)(?:\u200D|\uFE0F)|(?!\u200D|\uFE0F)[\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** The text without characters nobody sees: with them two names look alike, and nothing looks like something. */
export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '');

/** Whether there is anything to see. */
export const hasText = (text: string | null | undefined): boolean =>
  text !== null && text !== undefined && withoutInvisible(text).trim() !== '';
