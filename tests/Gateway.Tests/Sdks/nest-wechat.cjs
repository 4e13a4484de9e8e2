'use strict';

const { base, appId, openId, code, key, show } = require('./stage.cjs');
require('reflect-metadata');

// recipe
const axios = require('axios'); // nest-wechat calls WeChat through it, by addresses that it does not let you set
const { WeChatService } = require('nest-wechat');

axios.interceptors.request.use((config) => {
  config.url = config.url.replace('https://api.weixin.qq.com', base);
  config.headers.set('X-Api-Key', key); // only with Gateway:InternalApiKeys
  return config;
});

const service = new WeChatService({ appId, secret: 'gateway' });
// end of recipe

show(async () => {
  const oauthUser = await service.getAccessTokenByCode(code);
  return {
    token: await service.getToken(),
    stable: (await service.getStableAccessToken(appId, 'gateway', true)).access_token,
    classic: (await service.getAccountAccessToken()).access_token,
    template: (await service.sendTemplateMessage({ touser: openId, template_id: 'T', data: { first: { value: '1' } } })).errcode,
    qr: Boolean((await service.createQRCode({ expire_seconds: 600, action_name: 'QR_SCENE', action_info: { scene: { scene_id: 7 } } })).ticket),
    ticket: await service.getTicket(),
    signature: Boolean((await service.jssdkSignature('https://shop.example.com/')).signature),
    oauthUser: oauthUser.openid,
  };
});
