-- WeChat's side of a push, made anew for every request: unique ids, signed, and encrypted where the case asks for it.
-- wrk's LuaJIT calls OpenSSL, so that making pushes costs little beside answering them.
local ffi = require("ffi")
local bit = require("bit")
ffi.cdef [[
  unsigned char *SHA1(const unsigned char *d, size_t n, unsigned char *md);
  typedef struct evp_cipher_ctx_st EVP_CIPHER_CTX;
  typedef struct evp_cipher_st EVP_CIPHER;
  EVP_CIPHER_CTX *EVP_CIPHER_CTX_new(void);
  const EVP_CIPHER *EVP_aes_256_cbc(void);
  int EVP_EncryptInit_ex(EVP_CIPHER_CTX *ctx, const EVP_CIPHER *type, void *impl, const unsigned char *key, const unsigned char *iv);
  int EVP_CIPHER_CTX_set_padding(EVP_CIPHER_CTX *ctx, int pad);
  int EVP_EncryptUpdate(EVP_CIPHER_CTX *ctx, unsigned char *out, int *outl, const unsigned char *in, int inl);
  int EVP_EncodeBlock(unsigned char *t, const unsigned char *f, int n);
  int EVP_DecodeBlock(unsigned char *t, const unsigned char *f, int n);
]]
local crypto = ffi.load("libcrypto.so.3")

local wechat = {}
local digest = ffi.new("unsigned char[20]")
local sealed = ffi.new("unsigned char[65536]")
local encoded = ffi.new("unsigned char[98304]")
local length = ffi.new("int[1]")
local cipher = crypto.EVP_CIPHER_CTX_new()

-- WeChat: the lower-case hex SHA-1 of the parts, sorted by their bytes and joined.
function wechat.sign(...)
  local parts = { ... }
  table.sort(parts)
  local text = table.concat(parts)
  crypto.SHA1(text, #text, digest)
  local hex = {}
  for i = 0, 19 do hex[i + 1] = bit.tohex(digest[i], 2) end
  return table.concat(hex)
end

-- The 32 bytes that an EncodingAESKey of 43 characters stands for.
function wechat.key(encodingAesKey)
  local key = ffi.new("unsigned char[36]")
  crypto.EVP_DecodeBlock(key, encodingAesKey .. "=", 44)
  return ffi.string(key, 32)
end

-- WeChat: 16 random bytes, the length, the message, the AppId, padded to whole blocks of 32.
function wechat.encrypt(key, appId, nonce16, message)
  local n = #message
  local size = string.char(bit.band(bit.rshift(n, 24), 255), bit.band(bit.rshift(n, 16), 255), bit.band(bit.rshift(n, 8), 255), bit.band(n, 255))
  local text = nonce16 .. size .. message .. appId
  local pad = 32 - #text % 32
  text = text .. string.rep(string.char(pad), pad)
  crypto.EVP_EncryptInit_ex(cipher, crypto.EVP_aes_256_cbc(), nil, key, key)
  crypto.EVP_CIPHER_CTX_set_padding(cipher, 0)
  crypto.EVP_EncryptUpdate(cipher, sealed, length, text, #text)
  return ffi.string(encoded, crypto.EVP_EncodeBlock(encoded, sealed, length[0]))
end

return wechat
