namespace WxYarpGateway.TokenService.Store;

/// <summary>A token as it crosses the store: with what is left of its life, since clocks differ between machines.</summary>
internal sealed record StoredToken(string Value, TimeSpan Remaining)
{
    public override string ToString() => "***";
}
