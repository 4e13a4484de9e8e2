'use strict';

const { base, appId, openId, key, photo, show } = require('./stage.cjs');

// recipe
const WechatAPI = require('wechat-api');

const api = new WechatAPI(appId, 'gateway');
api.endpoint = base; // setEndpoint() would put https:// before it
api.fileServerPrefix = `${base}/cgi-bin/`;

// Only with Gateway:InternalApiKeys. New headers for each call, since wechat-api leaves those of one call, its Content-Length too, to the next.
api.setOpts({ get headers() { return { 'X-Api-Key': key }; } });
// end of recipe

const call = (name, ...args) => new Promise((resolve, reject) =>
  api[name](...args, (error, result) => (error ? reject(error) : resolve(result))));

show(async () => ({
  token: (await call('getLatestToken')).accessToken,
  menu: [
    (await call('createMenu', { button: [{ type: 'click', name: '今日', key: 'TODAY' }] })).errcode,
    (await call('getMenu')).menu.button[0].key,
  ],
  user: (await call('getUser', openId)).openid,
  text: (await call('sendText', openId, '你好')).errcode,
  template: (await call('sendTemplate', openId, 'T', '', { first: { value: '1' } })).errcode,
  qr: Boolean((await call('createTmpQRCode', 7, 600)).ticket),
  upload: Boolean((await call('uploadMedia', photo, 'image')).media_id),
  ticket: (await call('getLatestTicket')).ticket,
  signature: Boolean((await call('getJsConfig', { url: 'https://shop.example.com/', jsApiList: [] })).signature),
}));
