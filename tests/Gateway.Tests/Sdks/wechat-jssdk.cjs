'use strict';

const { base, appId, code, show } = require('./stage.cjs');

// recipe
const { Wechat } = require('wechat-jssdk');

const wechat = new Wechat({
  appId,
  appSecret: 'gateway',
  wechatRedirectUrl: 'https://shop.example.com/back',
  accessTokenUrl: `${base}/cgi-bin/token`,
  ticketUrl: `${base}/cgi-bin/ticket/getticket`,
  apiUrl: base,
  miniProgram: { appId, appSecret: 'gateway', GET_SESSION_KEY_URL: `${base}/sns/jscode2session` },
});
// end of recipe

show(async () => {
  const signed = await wechat.jssdk.getSignature('https://shop.example.com/');
  const kept = await wechat.store.getGlobalToken();
  return {
    token: kept.accessToken,
    ticket: kept.jsapi_ticket,
    signature: Boolean(signed.signature),
    oauthUser: (await wechat.oauth.getUserInfo(code)).openid,
  };
});
