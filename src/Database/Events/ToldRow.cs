using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Events;

/// <summary>A row, as what WeChat told changes it. A blank overwrites nothing.</summary>
internal sealed class ToldRow(GatewayDatabase database, AuthorizerRow row)
{
    /// <summary>Changes the row.</summary>
    public void Apply(AuthorizerInfo told, bool mayAuthorize)
    {
        row.Kind = told.Kind.ToString();
        row.Type = Or(told.Type, row.Type);

        // Also an empty one: it says that WeChat was asked.
        row.OriginalId = Or(told.OriginalId, row.OriginalId) ?? "";
        row.NickName = Or(told.NickName, row.NickName);
        row.HeadImg = Or(told.HeadImage, row.HeadImg);
        row.QrcodeUrl = Or(told.QrCodeUrl, row.QrcodeUrl);
        row.Principal = Or(told.PrincipalName, row.Principal);
        row.Alias = Or(told.Alias, row.Alias);
        row.VerifyType = told.VerifyType ?? row.VerifyType;
        row.ServiceType = told.ServiceType ?? row.ServiceType;
        row.AccountStatus = told.AccountStatus ?? row.AccountStatus;
        row.RegisterType = told.RegisterType ?? row.RegisterType;
        row.Categories = Or(told.Categories, row.Categories);
        if (told.PermissionSets.Count > 0 && !told.PermissionSets.SequenceEqual(row.Functions))
        {
            row.Functions = [.. told.PermissionSets];
        }

        ApplyToken(told.RefreshToken, mayAuthorize);
    }

    private static string? Or(string? told, string? known) => string.IsNullOrEmpty(told) ? known : told;

    private void ApplyToken(string refreshToken, bool mayAuthorize)
    {
        var isEnded = row.Status == nameof(AuthorizerState.Unauthorized);
        if (row.Status == nameof(AuthorizerState.Test) || (isEnded && !mayAuthorize))
        {
            return;
        }

        var isAnother = refreshToken.Length > 0 && refreshToken != Known();
        if (isAnother)
        {
            row.RefreshToken = database.Cipher.Seal(SealedFields.RefreshToken(row.Platform, row.AppId), refreshToken);
            row.RefreshVersion++;
        }

        // A refused token that WeChat gives back again is refused again.
        if (row.RefreshToken is null)
        {
            SetStatus(AuthorizerState.NeedsCode);
        }
        else if (isEnded || isAnother || row.Status == nameof(AuthorizerState.NeedsCode))
        {
            SetStatus(AuthorizerState.Authorized);
        }
    }

    private void SetStatus(AuthorizerState status)
    {
        row.Status = status.ToString();
        row.BrokenWhy = status == AuthorizerState.Authorized ? null
            : "WeChat gives no refresh token before an authorization code was exchanged. The account has to authorize the platform again.";
    }

    private string Known() => row.RefreshToken is { } field
        ? database.Cipher.OpenText(SealedFields.RefreshToken(row.Platform, row.AppId), field) : "";
}
