using System.Globalization;
using WxYarpGateway.PlatformImport.Found;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.PlatformImport.WxComponent;

/// <summary>Reads the table <c>authorizers</c>.</summary>
internal static class AuthorizerRows
{
    /// <summary>The table.</summary>
    public const string Table = "authorizers";

    /// <summary>Returns the accounts with a refresh token, each once: of two rows, the one changed last counts.</summary>
    public static IReadOnlyList<FoundAuthorizer> Read(IReadOnlyList<SourceRow> rows, LeftOut leftOut)
    {
        var authorizers = new Dictionary<AppId, FoundAuthorizer>();
        foreach (var row in rows.OrderByDescending(row => row.Time("updatetime") ?? DateTimeOffset.MinValue))
        {
            if (!AppId.TryParse(row.Text("appid").Trim(), out var appId))
            {
                leftOut.Add("accounts without an AppId that can be one");
            }
            else if (row.Text("refreshtoken").Trim() is not { Length: > 0 } token)
            {
                leftOut.Add(LeftOut.NoRefreshToken, appId.Value);
            }
            else if (!authorizers.TryAdd(appId, Of(row, appId, token)))
            {
                leftOut.Add("older rows of an account that has another one", appId.Value);
            }
        }

        return [.. authorizers.Values.OrderBy(authorizer => authorizer.AppId.Value, StringComparer.Ordinal)];
    }

    private static FoundAuthorizer Of(SourceRow row, AppId appId, string token) => new(appId, token)
    {
        // 0 小程序, 1 公众号. Source: wxcomponent da34571, api/admin/authorizer.go.
        Kind = row.Number("apptype") switch
        {
            0 => ServiceKind.MiniProgram,
            1 => ServiceKind.OfficialAccount,
            _ => ServiceKind.Other,
        },
        OriginalId = row.Text("username"),
        NickName = row.Text("nickname"),
        AuthorizedAt = row.Time("authtime"),
        Functions = [.. row.Text("funcinfo").Split('|').Select(NumberOf).OfType<int>().Distinct()],
    };

    private static int? NumberOf(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
