using WxYarpGateway.Simulator.Addresses;

namespace WxYarpGateway.Simulator.Control;

/// <summary>Holds the body of <c>POST /simulator/addresses</c>; a list that is absent stays as it is.</summary>
internal sealed record AddressOrder
{
    public IReadOnlyList<string>? CallbackServers { get; init; }

    public IReadOnlyList<string>? ApiServers { get; init; }

    public void Set(ServerAddresses addresses)
    {
        addresses.CallbackServers = CallbackServers ?? addresses.CallbackServers;
        addresses.ApiServers = ApiServers ?? addresses.ApiServers;
    }
}
