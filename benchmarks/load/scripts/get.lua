-- GETs: kind=get|verify|app path=/wx host=wx.example.com token=… shortest=2
package.path = os.getenv("WECHAT_SCRIPTS") .. "/?.lua;" .. package.path
require("harness")
local wechat = require("wechat")
local format = string.format
local count = 0

function request()
  count = count + 1
  local path, token = option.path:match("^([^#]*)#?(.*)$")
  local more = ""
  if option.kind == "verify" then
    local now, nonce = tostring(os.time()), tostring(count)
    path = format("%s?signature=%s&timestamp=%s&nonce=%s&echostr=%019d", path, wechat.sign(option.token, now, nonce), now, nonce, count)
  end
  -- A phone that is logged in; bare YARP passes a token that nobody knows.
  if option.kind == "app" then
    more = format("User-App: %s\r\nUser-Token: %s\r\n", option.appid, token ~= "" and token or string.rep("B", 43))
  end
  return format("GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n%s\r\n", path, option.host or "wx.example.com", more)
end
