/** Names of the status card's values. */
export const marks = {
  none: '还没标',
  green: '绿',
  greenPendingUpload: '绿（待上传）',
  greenAwaitsDocument: '绿（待补件）',
  yellow: '黄',
  yellowAutomatic: '黄，系统标的',
  red: '红',
  redAutomatic: '红，系统标的',
} as const;
