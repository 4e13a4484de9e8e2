namespace WxYarpGateway.Gateway.Server;

/// <summary>Marks an endpoint as one of the internal listener for which nobody needs a key.</summary>
internal sealed class OpenInternalEndpoint
{
    public static readonly OpenInternalEndpoint Instance = new();
}
