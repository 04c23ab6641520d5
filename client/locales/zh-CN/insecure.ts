/** Where the app cannot work at all. */
export const insecure = {
  title: '要换成 https 地址才能用',
  line: '现在这个地址不安全，浏览器不让网页存数据、算密钥，断网也打不开，所以先不让你登记。',
  how: '给服务器配上证书（TLS_CERT、TLS_KEY），或者放到有证书的反向代理后面，再用 https:// 开头的地址打开。在服务器本机上用 http://localhost 也可以。',
  address: '现在的地址：',
} as const;
