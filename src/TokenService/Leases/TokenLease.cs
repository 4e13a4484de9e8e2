using WxYarpGateway.TokenService.Stores;

namespace WxYarpGateway.TokenService.Leases;

/// <summary>The right to renew one token, held by whoever knows the owner's random name.</summary>
internal sealed record TokenLease(TokenKey Key, string Owner);
