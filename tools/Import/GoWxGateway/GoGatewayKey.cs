namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>A key of a go-wx-gateway configuration.</summary>
/// <param name="Path">Where it stands, such as <c>services[].wx-params.token</c>.</param>
/// <param name="Becomes">The key below <c>Gateway</c> that it becomes; empty when it is no longer needed.</param>
internal sealed record GoGatewayKey(string Path, string Becomes);
