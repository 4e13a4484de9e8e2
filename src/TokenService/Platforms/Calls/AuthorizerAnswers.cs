using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.TokenService.Tokens.Issuers;

namespace WxYarpGateway.TokenService.Platforms.Calls;

/// <summary>
/// Reads what WeChat answers about authorizers: numbers may be text, fields may be missing, and there may be more than anybody knows of.
/// </summary>
internal static class AuthorizerAnswers
{
    private const string OfficialAccount = "official_account";
    private const string MiniProgram = "mini_program";

    // PLATFORM A.2: the types that have a field of their own.
    private static readonly string[] OtherTypes = ["channels_info", "store_info", "talent_info", "supplier_info"];

    // Fields that end like those and say nothing about the type.
    private static readonly string[] PlainFields =
        ["authorizer_info", "authorization_info", "service_type_info", "verify_type_info", "business_info", "func_info"];

    /// <summary>Reads an answer of <c>api_query_auth</c>; null when it names no account.</summary>
    public static AuthorizationGrant? ReadGrant(ReadOnlyMemory<byte> json, long askedAt)
    {
        using var answer = JsonFields.Parse(json);
        using var fields = answer?.Within("authorization_info");
        return fields is not null && AppId.TryParse(fields.Text("authorizer_appid"), out var appId)
            ? new AuthorizationGrant(appId, TokenIn(fields, askedAt), RefreshTokenIn(fields), PermissionSetsIn(fields))
            : null;
    }

    /// <summary>Reads an answer of <c>api_authorizer_token</c>; null when it is no answer.</summary>
    public static RenewedAuthorizer? ReadRenewed(ReadOnlyMemory<byte> json, long askedAt)
    {
        using var answer = JsonFields.Parse(json);
        return answer is null ? null : new RenewedAuthorizer(TokenIn(answer, askedAt), RefreshTokenIn(answer));
    }

    /// <summary>Reads a page of <c>api_get_authorizer_list</c>; null when it has no total.</summary>
    public static AuthorizerPage? ReadPage(ReadOnlyMemory<byte> json)
    {
        using var answer = JsonFields.Parse(json);
        if (answer?.Number("total_count") is not (>= 0 and <= int.MaxValue and var total))
        {
            return null;
        }

        var authorizers = new List<ListedAuthorizer>();
        foreach (var element in EntriesOf(answer.Find("list")))
        {
            using var entry = JsonFields.Of(element);
            if (entry is not null && AppId.TryParse(entry.Text("authorizer_appid"), out var appId))
            {
                authorizers.Add(new ListedAuthorizer(appId, RefreshTokenIn(entry, "refresh_token"), TimeOf(entry.Number("auth_time"))));
            }
        }

        return new AuthorizerPage((int)total, authorizers);
    }

    /// <summary>Reads an answer of <c>api_get_authorizer_info</c>; null when it is about another account, or none.</summary>
    public static AuthorizerInfo? ReadInfo(ReadOnlyMemory<byte> json, AppId asked)
    {
        using var answer = JsonFields.Parse(json);
        using var info = answer?.Within("authorizer_info");
        using var authorization = answer?.Within("authorization_info");
        if (info is null && authorization is null)
        {
            return null;
        }

        var named = authorization?.Text("authorizer_appid") ?? info?.Text("authorizer_appid");
        if (named is not null && named != asked.Value)
        {
            return null;
        }

        var (kind, type) = TypeOf(answer!, info);
        return new AuthorizerInfo(asked, kind, type)
        {
            RefreshToken = authorization is null ? "" : RefreshTokenIn(authorization),
            OriginalId = info?.Text("user_name") ?? "",
            NickName = info?.Text("nick_name") ?? "",
            HeadImage = info?.Text("head_img") ?? "",
            QrCodeUrl = info?.Text("qrcode_url") ?? "",
            PrincipalName = info?.Text("principal_name") ?? "",
            Alias = info?.Text("alias") ?? "",
            VerifyType = IdIn(info, "verify_type_info"),
            ServiceType = IdIn(info, "service_type_info"),
            AccountStatus = Small(info?.Number("account_status")),
            RegisterType = Small(info?.Number("register_type")),
            PermissionSets = authorization is null ? [] : PermissionSetsIn(authorization),
            Categories = CategoriesIn(info),
        };
    }

    private static (ServiceKind Kind, string Type) TypeOf(JsonFields answer, JsonFields? info)
    {
        if (Has(answer, "MiniProgramInfo") || Has(info, "MiniProgramInfo"))
        {
            return (ServiceKind.MiniProgram, MiniProgram);
        }

        if (Array.Find(OtherTypes, name => Has(answer, name) || Has(info, name)) is { } other)
        {
            return (ServiceKind.Other, other);
        }

        // A type that WeChat has invented since.
        var unknown = Has(info, "service_type_info") ? null : answer.Names.Concat(info?.Names ?? []).FirstOrDefault(
            name => name.EndsWith("_info", StringComparison.Ordinal) && !PlainFields.Contains(name));
        return unknown is null ? (ServiceKind.OfficialAccount, OfficialAccount) : (ServiceKind.Other, unknown);
    }

    private static bool Has(JsonFields? fields, string name) => fields?.Find(name) is { ValueKind: JsonValueKind.Object };

    private static string? CategoriesIn(JsonFields? info)
    {
        using var program = info?.Within("MiniProgramInfo");
        return program?.Find("categories") is { ValueKind: JsonValueKind.Array } categories ? categories.GetRawText() : null;
    }

    private static int? IdIn(JsonFields? info, string name)
    {
        using var within = info?.Within(name);
        return Small(within?.Number("id"));
    }

    private static int? Small(long? number) => number is >= int.MinValue and <= int.MaxValue ? (int)number : null;

    private static List<int> PermissionSetsIn(JsonFields fields)
    {
        var sets = new List<int>();
        foreach (var element in EntriesOf(fields.Find("func_info")))
        {
            using var entry = JsonFields.Of(element);
            if (IdIn(entry, "funcscope_category") is { } id)
            {
                sets.Add(id);
            }
        }

        return sets;
    }

    private static IEnumerable<JsonElement> EntriesOf(JsonElement? array) =>
        array is { ValueKind: JsonValueKind.Array } found
            ? found.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.Object)
            : [];

    private static Token? TokenIn(JsonFields fields, long askedAt) =>
        IssuedToken.Read(fields, "authorizer_access_token") is { } issued && issued.ExpiresIn > CachedToken.SafetyMargin
            ? new Token(issued.Value, Lifetime.StartedAt(askedAt, issued.ExpiresIn))
            : null;

    private static string RefreshTokenIn(JsonFields fields, string name = "authorizer_refresh_token") =>
        fields.Text(name) is { } token && IssuedToken.IsWhole(token) ? token : "";

    private static DateTimeOffset? TimeOf(long? seconds) =>
        seconds is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;
}
