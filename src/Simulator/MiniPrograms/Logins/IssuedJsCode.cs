namespace WxYarpGateway.Simulator.MiniPrograms.Logins;

/// <summary>A code of <c>wx.login</c>, and what became of it. Its register locks it.</summary>
internal sealed class IssuedJsCode(string value, string appId, string openId, bool isBlocked, DateTimeOffset issuedAt)
{
    public string Value => value;

    public string AppId => appId;

    public string OpenId => openId;

    /// <summary>Gets whether WeChat takes the user for dangerous.</summary>
    public bool IsBlocked => isBlocked;

    public DateTimeOffset IssuedAt => issuedAt;

    public bool IsUsed { get; set; }

    /// <summary>Gets or sets how many calls named the code.</summary>
    public int Exchanges { get; set; }
}
