-- GETs: kind=get|verify path=/wx host=wx.example.com token=… shortest=2
package.path = os.getenv("WECHAT_SCRIPTS") .. "/?.lua;" .. package.path
require("harness")
local wechat = require("wechat")
local format = string.format
local count = 0

function request()
  count = count + 1
  local path = option.path
  if option.kind == "verify" then
    local now, nonce = tostring(os.time()), tostring(count)
    path = format("%s?signature=%s&timestamp=%s&nonce=%s&echostr=%019d", path, wechat.sign(option.token, now, nonce), now, nonce, count)
  end
  return format("GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n\r\n", path, option.host or "wx.example.com")
end
