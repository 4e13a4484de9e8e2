namespace WxYarpGateway.Simulator.Tokens;

/// <summary>The body of <c>POST /simulator/addresses</c>; an absent list stays as it is.</summary>
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
