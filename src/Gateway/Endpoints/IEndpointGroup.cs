using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Endpoints of one kind, at paths that the configuration names.</summary>
internal interface IEndpointGroup
{
    /// <summary>Maps the endpoints that the options ask for.</summary>
    void Map(IEndpointRouteBuilder endpoints, GatewayOptions options);
}
