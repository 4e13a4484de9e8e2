namespace WxYarpGateway.TokenService.Platforms;

/// <summary>Lists the platforms that are configured now. A host with platforms registers its own.</summary>
public interface IPlatformAccounts
{
    /// <summary>Gets the platforms. It is read often, and from any thread.</summary>
    IReadOnlyCollection<PlatformAccount> Current { get; }
}
