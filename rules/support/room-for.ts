/** The column, or a copy with room for `size` and more to come. */
export const roomFor = <Column extends Float64Array | Uint32Array>(column: Column, size: number): Column => {
  if (size <= column.length) return column;
  const length = Math.max(size, column.length * 2);
  const larger = (column instanceof Float64Array ? new Float64Array(length) : new Uint32Array(length)) as Column;
  larger.set(column as never);
  return larger;
};
