-- Pushes: kind=plain|aes path=/wx services=1 token=… key=… appid=… users=1000 seed=… shortest=30
-- authorizers=1 platform accounts whose numbers stand for {n} in the path.
-- With more than one service, the n-th has "-n" behind its path and token.
package.path = os.getenv("WECHAT_SCRIPTS") .. "/?.lua;" .. package.path
require("harness")
local wechat = require("wechat")
local format = string.format
local count = 0

function prepare()
  option.services = tonumber(option.services or "1")
  option.users = tonumber(option.users or "1000")
  option.authorizers = tonumber(option.authorizers)
  option.seed = tonumber(option.seed or "1")
  if option.kind == "aes" then option.key = wechat.key(option.key) end
end

function request()
  count = count + 1
  local id = format("%07d%09d", option.seed, count)
  local suffix = option.services > 1 and "-" .. (count % option.services + 1) or ""
  local account = option.authorizers and option.path:gsub("{n}", count % option.authorizers + 1)
  local path, token, now = (account or option.path) .. suffix, option.token .. suffix, tostring(os.time())
  local text = format("<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[oBenchUser%018d]]></FromUserName>"
    .. "<CreateTime>%s</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello 你好 %d]]></Content><MsgId>2%s</MsgId></xml>",
    count % option.users, now, count, id)
  local query, body
  if option.kind == "aes" then
    local cipher = wechat.encrypt(option.key, option.appid, id, text)
    query = format("signature=%s&timestamp=%s&nonce=%s&encrypt_type=aes&msg_signature=%s",
      wechat.sign(token, now, id), now, id, wechat.sign(token, now, id, cipher))
    body = "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><Encrypt><![CDATA[" .. cipher .. "]]></Encrypt></xml>"
  else
    query = format("signature=%s&timestamp=%s&nonce=%s", wechat.sign(token, now, id), now, id)
    body = text
  end
  return format("POST %s?%s&openid=oBenchUser HTTP/1.1\r\nHost: wx.example.com\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n"
    .. "Content-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s", path, query, #body, body)
end
