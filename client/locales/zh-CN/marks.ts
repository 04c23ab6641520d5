/** Names of the status card's values. */
export const marks = {
  none: '还没标',
  green: '绿',
  greenPendingUpload: '绿（待上传）',
  yellow: '黄',
  red: '红',
} as const;
