'use strict';

const { base, appId, openId, code, key, show } = require('./stage.cjs');

// recipe
const { OfficialAccount } = require('node-easywechat');
const { default: WeChat } = require('node-socialite/dist/Providers/WeChat');

const app = new OfficialAccount({
  app_id: appId,
  secret: 'gateway',
  http: {
    baseURL: `${base}/`,
    headers: { 'X-Api-Key': key }, // only with Gateway:InternalApiKeys
  },
});

// Users who come back from WeChat's page: node-socialite has its own address.
app.setOAuthFactory(() => {
  const provider = new WeChat({ client_id: appId, client_secret: 'gateway', redirect: 'https://shop.example.com/back' });
  provider._baseUrl = `${base}/sns`;
  provider.setHttpOptions({ headers: { 'X-Api-Key': key } }); // only with Gateway:InternalApiKeys
  return provider.scopes('snsapi_userinfo');
});
// end of recipe

show(async () => {
  const client = app.getClient();
  return {
    token: await app.getAccessToken().getToken(),
    stable: await app.getAccessToken().getStableAccessToken(true),
    menu: [
      (await client.postJson('cgi-bin/menu/create', { button: [{ type: 'click', name: '今日', key: 'TODAY' }] })).toObject().errcode,
      (await client.get('/cgi-bin/menu/get')).toObject().menu.button[0].key,
    ],
    user: (await client.get('cgi-bin/user/info', { params: { openid: openId } })).toObject().openid,
    text: (await client.postJson('cgi-bin/message/custom/send', { touser: openId, msgtype: 'text', text: { content: '你好' } })).toObject().errcode,
    ticket: await app.getTicket().getTicket(),
    signature: Boolean((await app.getUtils().buildJsSdkConfig('https://shop.example.com/')).signature),
    oauthUser: (await app.getOAuth().userFromCode(code)).getId(),
  };
});
