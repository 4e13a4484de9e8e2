using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Authorizers;

/// <summary>
/// Makes authorizers of their rows. What a newer version wrote and this one does not know becomes the nearest that it knows.
/// </summary>
internal static class AuthorizerColumns
{
    /// <summary>Returns the authorizer of a row's columns.</summary>
    public static Authorizer AuthorizerOf(
        string platform,
        string appId,
        string kind,
        string? type,
        string status,
        string? originalId,
        string? nickName,
        string? overrides,
        long eventTime,
        ILookup<string, string> tags)
        => new(IdOf(platform), IdOf(appId))
        {
            Kind = KindOf(kind),
            Type = type ?? "",
            State = Enum.TryParse<AuthorizerState>(status, out var state) ? state : AuthorizerState.Authorized,
            OriginalId = originalId ?? "",
            NickName = nickName ?? "",
            Overrides = overrides,
            EventTime = eventTime == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(eventTime),
            Tags = [.. tags[appId]],
        };

    /// <summary>Returns all that a row has, without the refresh token.</summary>
    public static AuthorizerDetails DetailsOf(AuthorizerRow row, ILookup<string, string> tags)
        => new(
            AuthorizerOf(
                row.Platform, row.AppId, row.Kind, row.Type, row.Status, row.OriginalId, row.NickName, row.Overrides, row.EventTime, tags),
            new AuthorizerInfo(IdOf(row.AppId), KindOf(row.Kind), row.Type ?? "")
            {
                OriginalId = row.OriginalId ?? "",
                NickName = row.NickName ?? "",
                HeadImage = row.HeadImg ?? "",
                QrCodeUrl = row.QrcodeUrl ?? "",
                PrincipalName = row.Principal ?? "",
                Alias = row.Alias ?? "",
                VerifyType = row.VerifyType,
                ServiceType = row.ServiceType,
                AccountStatus = row.AccountStatus,
                RegisterType = row.RegisterType,
                PermissionSets = row.Functions,
                Categories = row.Categories,
            })
        {
            BrokenWhy = row.BrokenWhy ?? "",
            AuthorizedAt = row.AuthTime is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            SeenRun = row.SeenRun ?? "",
            Note = row.Note ?? "",
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
            UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedAt),
        };

    private static ServiceKind KindOf(string kind) => Enum.TryParse<ServiceKind>(kind, out var known) ? known : ServiceKind.Other;

    private static AppId IdOf(string appId) => AppId.TryParse(appId, out var id) ? id : default;
}
