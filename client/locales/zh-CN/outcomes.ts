/** What a refused or unsaved act says when the form has no better words. */
export const outcomes = {
  storage: {
    quota: '手机空间不够，没存进去。腾出空间再点一次，写的都还在这里。',
    blocked: '另一个页面占着本机数据，没存进去。关掉其他接力页面再点一次。',
    unavailable: '这个浏览器不让网页存数据，没存进去。换个浏览器或退出无痕模式。',
  },
  refused: {
    required: '还有没填的地方。',
    notEntitled: '你没有权限做这一步。',
    ownerOnly: '只有老板和管理员能改。',
    invalid: '填的内容格式不对。',
    unknownSubject: '本机还没有这条记录，联网同步后再试。',
    other: '没有收下，检查一下填的内容。',
  },
} as const;
