namespace WxYarpGateway.TokenService.Accounts;

/// <summary>Says which of WeChat's two isolated endpoints an account's access_token comes from.</summary>
public enum TokenEndpoint
{
    /// <summary><c>/cgi-bin/stable_token</c>: asking again returns the same token, so nobody's token is killed by asking.</summary>
    Stable,

    /// <summary><c>/cgi-bin/token</c>: asking again replaces the token, which then lives five more minutes.</summary>
    Classic,
}
