namespace WxYarpGateway.TokenService.Platforms;

/// <summary>The list of a host that has no platforms.</summary>
internal sealed class NoPlatforms : IPlatformAccounts
{
    public IReadOnlyCollection<PlatformAccount> Current => [];
}
