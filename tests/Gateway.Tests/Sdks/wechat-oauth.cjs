'use strict';

const { base, appId, code, key, show } = require('./stage.cjs');

// recipe
const OAuth = require('wechat-oauth');

const oauth = new OAuth(appId, 'gateway');
oauth.setOpts({ get headers() { return { 'X-Api-Key': key }; } }); // only with Gateway:InternalApiKeys

const request = oauth.request;
oauth.request = (url, ...rest) => request.call(oauth, url.replace('https://api.weixin.qq.com', base), ...rest);
// end of recipe

const call = (name, ...args) => new Promise((resolve, reject) =>
  oauth[name](...args, (error, result) => (error ? reject(error) : resolve(result))));

show(async () => {
  const oauthUser = (await call('getAccessToken', code)).data;
  return {
    oauthUser: oauthUser.openid,
    profile: (await call('getUser', oauthUser.openid)).openid,
    valid: (await call('verifyToken', oauthUser.openid, oauthUser.access_token)).errcode,
    refreshed: Boolean((await call('refreshAccessToken', oauthUser.refresh_token)).data.access_token),
  };
});
