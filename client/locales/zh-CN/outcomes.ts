/** What an act says that the device could not store. */
export const outcomes = {
  storage: {
    quota: '手机空间不够，没存进去。腾出空间再点一次，写的都还在这里。',
    blocked: '另一个页面占着本机数据，没存进去。关掉其他接力页面再点一次。',
    unavailable: '这个浏览器不让网页存数据，没存进去。换个浏览器或退出无痕模式。',
  },
} as const;
