/** Asia/Shanghai, minutes east of UTC: all appointments are in the company's time, wherever the phone is. */
export const SHANGHAI_MINUTES = 480;
