namespace WxYarpGateway.Chaos.Stage;

/// <summary>The secrets of an account as ops have them.</summary>
internal sealed record AccountKeys(string AppSecret, string Token, string? AesKey)
{
    public string? PreviousToken { get; init; }

    public string? PreviousAesKey { get; init; }
}
