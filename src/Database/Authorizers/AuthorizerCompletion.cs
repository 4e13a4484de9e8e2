using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Histories;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Authorizers;

/// <summary>Completes a row by what WeChat told of the account. What WeChat left out stays as it is.</summary>
internal static class AuthorizerCompletion
{
    /// <summary>Completes the row, and makes it when there is none; returns whether anything changed.</summary>
    public static async Task<bool> RunAsync(
        GatewayDatabase database, string platform, string appId, AuthorizerInfo info, long now, CancellationToken cancellationToken)
    {
        // Two replicas may meet an account at the same moment. The second one then finds the row.
        var state = info.RefreshToken.Length > 0 ? AuthorizerState.Authorized : AuthorizerState.NeedsCode;
        var isNew = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO authorizer (platform, appid, kind, status, created_at, updated_at)
            VALUES ({platform}, {appId}, {nameof(ServiceKind.Other)}, {state.ToString()}, {now}, {now})
            ON CONFLICT (platform, appid) DO NOTHING
            """,
            cancellationToken) == 1;
        if (isNew)
        {
            await StatusNotes.AddAsync(
                database, platform, appId, was: null, state.ToString(), StatusSources.List, why: null, now, cancellationToken);
        }

        var row = await database.Authorizers.SingleAsync(one => one.Platform == platform && one.AppId == appId, cancellationToken);
        Complete(row, info);
        if (!database.ChangeTracker.HasChanges())
        {
            return false;
        }

        // Only the columns that changed are written: the vault's are its own.
        row.UpdatedAt = now;
        await database.SaveChangesAsync(cancellationToken);
        return true;
    }

    private static void Complete(AuthorizerRow row, AuthorizerInfo info)
    {
        if (info.Kind != ServiceKind.Other || info.Type.Length > 0)
        {
            row.Kind = info.Kind.ToString();
        }

        row.Type = Told(info.Type, row.Type);
        row.OriginalId = Told(info.OriginalId, row.OriginalId);
        row.NickName = Told(info.NickName, row.NickName);
        row.HeadImg = Told(info.HeadImage, row.HeadImg);
        row.QrcodeUrl = Told(info.QrCodeUrl, row.QrcodeUrl);
        row.Principal = Told(info.PrincipalName, row.Principal);
        row.Alias = Told(info.Alias, row.Alias);
        row.VerifyType = info.VerifyType ?? row.VerifyType;
        row.ServiceType = info.ServiceType ?? row.ServiceType;
        row.AccountStatus = info.AccountStatus ?? row.AccountStatus;
        row.RegisterType = info.RegisterType ?? row.RegisterType;
        row.Categories = info.Categories ?? row.Categories;
        if (info.PermissionSets.Count > 0 && !info.PermissionSets.SequenceEqual(row.Functions))
        {
            row.Functions = [.. info.PermissionSets];
        }
    }

    private static string? Told(string told, string? known) => told.Length > 0 ? told : known;
}
