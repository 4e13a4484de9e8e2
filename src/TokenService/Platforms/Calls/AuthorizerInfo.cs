using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Platforms.Calls;

/// <summary>What WeChat tells of an authorizer (<c>api_get_authorizer_info</c>). Numbers are null where WeChat left them out.</summary>
/// <param name="AppId">The authorizer.</param>
/// <param name="Kind">The sort of account; <see cref="ServiceKind.Other"/> for one of a type that has no kind.</param>
/// <param name="Type">
/// The type: <c>official_account</c>, <c>mini_program</c>, or the name of the field that only this type has, such as <c>store_info</c>.
/// </param>
public sealed record AuthorizerInfo(AppId AppId, ServiceKind Kind, string Type)
{
    /// <summary>Gets the refresh token; empty until a code of this authorization was exchanged once.</summary>
    public string RefreshToken { get; init; } = "";

    /// <summary>Gets the original id (<c>user_name</c>, gh_…).</summary>
    public string OriginalId { get; init; } = "";

    /// <summary>Gets the name that users see.</summary>
    public string NickName { get; init; } = "";

    /// <summary>Gets the address of the picture.</summary>
    public string HeadImage { get; init; } = "";

    /// <summary>Gets the address of the QR code.</summary>
    public string QrCodeUrl { get; init; } = "";

    /// <summary>Gets the name of the owner (主体).</summary>
    public string PrincipalName { get; init; } = "";

    /// <summary>Gets the WeChat id that the owner chose.</summary>
    public string Alias { get; init; } = "";

    /// <summary>Gets <c>verify_type_info.id</c>; −1 is an account that is not verified.</summary>
    public int? VerifyType { get; init; }

    /// <summary>Gets <c>service_type_info.id</c>.</summary>
    public int? ServiceType { get; init; }

    /// <summary>Gets <c>account_status</c>; 1 is an account in good standing.</summary>
    public int? AccountStatus { get; init; }

    /// <summary>Gets <c>register_type</c>.</summary>
    public int? RegisterType { get; init; }

    /// <summary>Gets the ids of the permission sets (权限集) granted.</summary>
    public IReadOnlyList<int> PermissionSets { get; init; } = [];

    /// <summary>Gets a mini program's categories as WeChat wrote them, a JSON array; null when there are none.</summary>
    public string? Categories { get; init; }

    /// <summary>Returns the AppId and the type, but not the refresh token.</summary>
    public override string ToString() => $"{AppId.Value} ({Type})";
}
