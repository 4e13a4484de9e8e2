namespace WxYarpGateway.Simulator.OAuth;

/// <summary>An issued code; it can be exchanged once.</summary>
internal sealed class IssuedCode(string value, string appId, string openId, string scope, DateTimeOffset issuedAt)
{
    public string Value => value;

    public string AppId => appId;

    public string OpenId => openId;

    public string Scope => scope;

    public DateTimeOffset IssuedAt => issuedAt;

    public bool IsUsed { get; set; }

    public int Exchanges { get; set; }
}
