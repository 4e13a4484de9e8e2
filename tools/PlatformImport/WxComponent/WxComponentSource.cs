using WxYarpGateway.PlatformImport.Found;

namespace WxYarpGateway.PlatformImport.WxComponent;

/// <summary>Reads what wxcomponent (WeixinCloud/wxcloudrun-wxcomponent) has in MySQL.</summary>
/// <param name="tables">Its tables.</param>
/// <param name="leftOut">Gets what is not taken.</param>
/// <param name="now">The time.</param>
internal sealed class WxComponentSource(SourceTables tables, LeftOut leftOut, DateTimeOffset now)
{
    private const string Tokens = "wxtoken";
    private const string Users = "user";

    // The type of the component's own token. Source: wxcomponent da34571, db/model/wxtoken.go.
    private const long OfComponent = 2;

    /// <summary>Returns the component's AppId, which wxcomponent keeps beside its token; empty when it has none.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<string> FindAppIdAsync(CancellationToken cancellationToken)
        => (await tables.ReadAsync(Tokens, cancellationToken))
            .Where(row => row.Number("type") == OfComponent)
            .Select(row => row.Text("appid").Trim())
            .FirstOrDefault(appId => appId.Length > 0) ?? "";

    /// <summary>Returns the platform.</summary>
    /// <param name="appId">The component's AppId.</param>
    /// <param name="open">Returns the secret of what is kept; <see langword="null"/> when nobody knows the password.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<FoundPlatform> ReadAsync(string appId, Func<string, string?> open, CancellationToken cancellationToken)
    {
        var pairs = new PairRows(await tables.ReadAsync(PairRows.Table, cancellationToken), leftOut);
        var (title, text, returnTo) = pairs.Page();
        var secret = pairs.Secret.Length > 0 ? open(pairs.Secret) : "";
        if (secret is null)
        {
            leftOut.Add("secrets that MYSQL_PASSWORD does not decrypt; copy AppSecret from WeChat's console");
        }

        var platform = new FoundPlatform("wxcomponent", appId)
        {
            Secret = secret ?? "",
            Ticket = pairs.Ticket(now),
            Title = title,
            Text = text,
            ReturnTo = returnTo,
            Authorizers = AuthorizerRows.Read(await tables.ReadAsync(AuthorizerRows.Table, cancellationToken), leftOut),
            Rules = new RuleRows(leftOut).Read(await tables.ReadAsync(RuleRows.Table, cancellationToken)),
            IsWxComponent = true,
        };
        pairs.CountRest();
        foreach (var user in await tables.ReadAsync(Users, cancellationToken))
        {
            leftOut.Add("administrators; their passwords are kept so weakly (md5 of md5) that they are not taken", user.Text("username"));
        }

        return platform;
    }
}
