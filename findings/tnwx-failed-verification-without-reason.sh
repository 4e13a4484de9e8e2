#!/usr/bin/env bash
# npm @tnwx/commons 2.5.6 (TNWX) on Node 20 (2026-12-01): the events qualification_verify_fail and naming_verify_fail (资质认证失败, 名称认证失败)
# arrive without why and when. WeChat sends FailTime and FailReason; the parser asks for failTime and failReason, which no push has, while
# it reads all other fields by WeChat's own names. Seen: both are undefined. Exits 1 when the parser does otherwise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @tnwx/commons@2.5.6 >/dev/null
cat > run.js <<'JS'
const { InMsgParser } = require('@tnwx/commons');
const event = InMsgParser.parse({
  ToUserName: 'gh_1', FromUserName: 'o1', CreateTime: '1442401061', MsgType: 'event', Event: 'naming_verify_fail',
  FailTime: '1442401061', FailReason: 'by time',
});
console.log(event.constructor.name, 'reason:', event.getFailReason, 'time:', event.getFailTime, 'from:', event.getFromUserName);
process.exit(event.getFailReason === undefined && event.getFailTime === undefined && event.getFromUserName === 'o1' ? 0 : 1);
JS
node run.js
