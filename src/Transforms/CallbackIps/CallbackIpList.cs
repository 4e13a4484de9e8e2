namespace WxYarpGateway.Transforms.CallbackIps;

/// <summary>The addresses from which WeChat says it pushes to an account (获取微信推送服务器 IP).</summary>
/// <param name="Addresses">The addresses.</param>
/// <param name="ToldAt">When WeChat said so.</param>
internal sealed record CallbackIpList(AddressSet Addresses, DateTimeOffset ToldAt);
