namespace WxYarpGateway.Console.Gateways.Records;

/// <summary>A service or platform with records, and where they are.</summary>
/// <param name="Service">Its name.</param>
/// <param name="IsPlatform">Whether it is a platform, whose records have paths of their own.</param>
public sealed record RecordSource(string Service, bool IsPlatform)
{
    /// <summary>Returns a path of its records.</summary>
    public GatewayPath Path(params ReadOnlySpan<string> below)
        => GatewayPath.Of([.. IsPlatform ? (ReadOnlySpan<string>)["platform", Service, "records"] : ["records", Service], .. below]);
}
