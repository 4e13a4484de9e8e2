using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Authorizers.Storage;

/// <summary>What WeChat tells of an authorizer (<c>api_get_authorizer_info</c>). A value that is <see langword="null"/> was not told.</summary>
public sealed record AuthorizerInfo
{
    /// <summary>Gets the sort of account.</summary>
    public ServiceKind? Kind { get; init; }

    /// <summary>Gets the type in WeChat's own words, such as <c>MiniProgramInfo</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the original id (<c>user_name</c>, <c>gh_…</c>).</summary>
    public string? OriginalId { get; init; }

    /// <summary>Gets the name (<c>nick_name</c>); any Unicode text.</summary>
    public string? NickName { get; init; }

    /// <summary>Gets the address of the picture (<c>head_img</c>).</summary>
    public string? HeadImage { get; init; }

    /// <summary>Gets the address of the QR code (<c>qrcode_url</c>).</summary>
    public string? QrCodeUrl { get; init; }

    /// <summary>Gets the name of the company or person behind it (<c>principal_name</c>).</summary>
    public string? Principal { get; init; }

    /// <summary>Gets the alias that the account chose.</summary>
    public string? Alias { get; init; }

    /// <summary>Gets WeChat's number of the verification (<c>verify_type_info.id</c>); -1 for none.</summary>
    public int? VerifyType { get; init; }

    /// <summary>Gets WeChat's number of the service type (<c>service_type_info.id</c>).</summary>
    public int? ServiceType { get; init; }

    /// <summary>Gets WeChat's number of the account's status (<c>account_status</c>).</summary>
    public int? AccountStatus { get; init; }

    /// <summary>Gets WeChat's number of the way it was registered (<c>register_type</c>).</summary>
    public int? RegisterType { get; init; }

    /// <summary>Gets the numbers of the permission sets (<c>func_info</c>).</summary>
    public IReadOnlyList<int>? Functions { get; init; }

    /// <summary>Gets the categories (<c>MiniProgramInfo.categories</c>) as JSON.</summary>
    public string? Categories { get; init; }

    /// <summary>Gets when it was authorized (<c>auth_time</c>).</summary>
    public DateTimeOffset? AuthorizedAt { get; init; }
}
