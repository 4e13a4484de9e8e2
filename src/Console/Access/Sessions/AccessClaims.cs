namespace WxYarpGateway.Console.Access.Sessions;

/// <summary>The claims of the console's own.</summary>
internal static class AccessClaims
{
    /// <summary>The token of the session. It is in the encrypted cookie alone, and never shown.</summary>
    public const string Session = "wxgw:session";

    /// <summary>The address at which the session began.</summary>
    public const string From = "wxgw:from";
}
