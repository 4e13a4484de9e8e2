using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Answers <c>GET /cgi-bin/getcallbackip</c> and <c>GET /cgi-bin/get_api_domain_ip</c>, to platforms too.</summary>
internal sealed class AddressEndpoints(AccessGate gate, ServerAddresses addresses)
{
    public ApiAnswer ListCallbackServers(ApiCall call) => List(call, addresses.CallbackServers);

    public ApiAnswer ListApiServers(ApiCall call) => List(call, addresses.ApiServers);

    private ApiAnswer List(ApiCall call, IReadOnlyList<string> listed) =>
        !call.IsGet ? ApiError.RequiresGet
        : gate.RefusalOf(call) is { } refusal ? refusal
        : new ApiAnswer(new JsonObject { ["ip_list"] = new JsonArray([.. listed.Select(address => JsonValue.Create(address))]) });
}
