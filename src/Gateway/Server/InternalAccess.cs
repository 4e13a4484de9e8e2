using System.Net;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Decides who may use the internal listener.</summary>
internal sealed class InternalAccess(GatewaySettings settings)
{
    /// <summary>Returns whether a request carries a key, or comes in where none is needed.</summary>
    // Validation sees to it that there are keys where others can connect. If they are missing all the same, nobody gets in.
    public bool Admits(HttpContext context)
        => settings.ApiKeys.IsEmpty
            ? context.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address)
            : settings.ApiKeys.Admits(context.Request.Headers);
}
