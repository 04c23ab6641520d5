/** Words of files on the customer page: their state, and why one was not taken. */
export const customerFiles = {
  types: {
    requirementConfirmation: '客户需求确认书',
    contract: '合同',
    delivery: '交付物',
    callRecording: '通话录音',
    chatScreenshot: '聊天截图',
    other: '附件',
  },
  states: {
    waiting: '等上传',
    uploading: '上传中',
    stored: '已到',
    checking: '校验中',
    refused: '被退回',
    elsewhere: '等上传，在别的手机上',
  },
  size: (bytes: number) =>
    bytes >= 1_048_576 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`,
  open: (name: string) => `下载 ${name}`,
  offline: '联网后能下载',
  list: '文件',
  line: (type: string, size: string) => `${type}，${size}`,
  refused: {
    tooLarge: (megabytes: number) => `文件超过 ${megabytes} MB。压缩一下，或者分开传。`,
    notPdf: '这不是 PDF。存成 PDF，或者拍张照片再传。',
    fakePdf: '这个文件名字是 PDF，内容不是。换一份再传。',
    notAudio: '这不是录音。换一段 mp3、m4a、wav、amr 这样的录音再传。',
    notImage: '这不是图片。换一张截图或照片再传。',
    empty: '这个文件是空的。换一份再传。',
    unsupportedType: '这种文件收不了。PDF、照片、录音、Office 文件都行。',
  },
  photoFailed: '这张照片打不开。换一张，或者直接选 PDF。',
  photoName: (day: string) => `客户需求确认书 ${day}.pdf`,
} as const;
