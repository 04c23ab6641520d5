/** At most so many UTF-16 units, as schemas count them; never half of a sign, which the relay would refuse. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
