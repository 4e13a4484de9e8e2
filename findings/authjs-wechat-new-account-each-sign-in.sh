#!/usr/bin/env bash
# npm @auth/core (Auth.js) 0.41.3 on Node 20 (2026-12-01): with its WeChat provider the same user is another account at every sign-in.
# The provider takes a profile's unionid for the account. WeChat sends a unionid only for accounts bound to an Open Platform account
# (微信开放平台), so usually there is none, and Auth.js then makes up a random id. The openid, which is always there, is not looked at.
# Seen: two sign-ins of openid "oUser" give two different providerAccountIds; with a unionid both give the unionid.
# An Adapter would add a user with each sign-in. Give the provider a profile() of your own: id: profile.unionid ?? profile.openid.
# WeChat's two answers are played by a fetch of the script's own. Exits 1 when Auth.js does otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @auth/core@0.41.3 >/dev/null
cat > run.mjs <<'JS'
import { Auth, skipCSRFCheck } from '@auth/core';
import WeChat from '@auth/core/providers/wechat';

const token = { access_token: 'T', expires_in: 7200, refresh_token: 'R', openid: 'oUser', scope: 'snsapi_userinfo' };
let user;
globalThis.fetch = async url => Response.json(String(url).includes('/sns/userinfo') ? user : token);

async function signIn() {
  let id;
  const config = {
    providers: [WeChat({ clientId: 'wx1234567890abcdef', clientSecret: 'S' })],
    secret: 'long enough a secret for this test', trustHost: true, basePath: '/auth', skipCSRFCheck,
    events: { signIn: ({ account }) => { id = account.providerAccountId; } },
  };
  const begun = await Auth(new Request('https://shop.example/auth/signin/wechat', { method: 'POST' }), config);
  const state = new URL(begun.headers.get('location')).searchParams.get('state');
  const cookie = begun.headers.getSetCookie().map(text => text.split(';')[0]).join('; ');
  await Auth(new Request(`https://shop.example/auth/callback/wechat?code=C&state=${state}`, { headers: { cookie } }), config);
  return id;
}

user = { openid: 'oUser', nickname: 'Li' };
const without = [await signIn(), await signIn()];
user = { openid: 'oUser', nickname: 'Li', unionid: 'uUser' };
const withUnionId = [await signIn(), await signIn()];
console.log('without unionid:', ...without, ' with:', ...withUnionId);
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
process.exit(without.every(id => uuid.test(id)) && without[0] !== without[1] && withUnionId.every(id => id === 'uUser') ? 0 : 1);
JS
node run.mjs
