/**
 * The value that would stand at `index` if the values were sorted; moves them about. Hoare's selection: some passes over
 * them, where sorting hundreds of thousands for one median would be felt.
 */
const nthSmallest = (values: Float64Array, index: number): number => {
  let [left, right] = [0, values.length - 1];
  const at = (position: number): number => values[position] ?? 0;
  while (left < right) {
    const pivot = at((left + right) >> 1);
    let [low, high] = [left, right];
    while (low <= high) {
      while (at(low) < pivot) low += 1;
      while (at(high) > pivot) high -= 1;
      if (low > high) break;
      const swapped = at(low);
      values[low] = at(high);
      values[high] = swapped;
      low += 1;
      high -= 1;
    }
    if (index <= high) right = high;
    else if (index >= low) left = low;
    else break;
  }
  return at(index);
};

/** Of an even number of values the middle between the middle two; 0 for none. Moves them about. */
export const medianOf = (values: Float64Array): number => {
  const upper = nthSmallest(values, values.length >> 1);
  return values.length % 2 === 1 ? upper : (nthSmallest(values, (values.length >> 1) - 1) + upper) / 2;
};

/** Middle value, as `medianOf`, of numbers that stay as they are; of none, null. */
export const median = (values: readonly number[]): number | null =>
  values.length === 0 ? null : medianOf(Float64Array.from(values));
