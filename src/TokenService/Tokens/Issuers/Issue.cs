using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tokens.Issuers;

/// <summary>What WeChat gave out in place of a refused token, which may be that very token, and when one may be forced next.</summary>
internal sealed record Issue(WeChatResult<Token> Result, TimeSpan ForcedAgainAfter);
