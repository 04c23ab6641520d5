/** Words of files in a playbook: how far each is on its way, and opening it. */
export const materialFiles = {
  states: {
    here: '离线也能看',
    online: '联网能看',
    offline: '还没存到这台设备，联网后能看',
    noRoom: '这台设备存不下，联网时看',
    waiting: '等联网上传',
    uploading: '上传中',
    sent: '已上传',
    refused: '被退回，换一份',
    absent: '还没传上来',
  },
  open: (name: string) => `打开 ${name}`,
  gone: {
    offline: '现在没网，这个文件还没存到这台设备。',
    notFound: '这个文件还没传上来，晚点再看。',
  },
} as const;
