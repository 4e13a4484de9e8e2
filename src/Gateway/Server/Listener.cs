using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Where the gateway listens: at <c>Gateway:Urls</c>, whatever ASP.NET Core's own settings and variables say.</summary>
internal sealed class Listener(IServer server, IConfiguration configuration)
{
    /// <summary>Gets the addresses once they are chosen; a reload does not change them.</summary>
    public IReadOnlyList<string>? Urls { get; private set; }

    /// <summary>Has the server listen on the configured addresses when it starts.</summary>
    public void Choose()
    {
        Urls = GatewayOptions.Read(configuration.GetSection(GatewayOptions.Section)).EachUrl();

        // A server for tests has no addresses.
        if (server.Features.Get<IServerAddressesFeature>() is { } feature)
        {
            feature.Addresses.Clear();
            foreach (var url in Urls)
            {
                feature.Addresses.Add(url);
            }
        }
    }
}
