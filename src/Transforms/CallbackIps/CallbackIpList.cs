namespace WxYarpGateway.Transforms.CallbackIps;

/// <summary>The addresses that <c>getcallbackip</c> lists for an account (获取微信推送服务器 IP).</summary>
/// <param name="Addresses">The addresses.</param>
/// <param name="ToldAt">When WeChat answered.</param>
internal sealed record CallbackIpList(AddressSet Addresses, DateTimeOffset ToldAt);
