using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Tables.Platforms;

/// <summary>An account in a platform's care. The migrations also make an index of (platform, lower(nick_name)).</summary>
[Table("authorizer")]
[PrimaryKey(nameof(Platform), nameof(AppId))]
[Index(nameof(Platform), nameof(Status), nameof(Kind), nameof(AppId))]
[Index(nameof(Platform), nameof(OriginalId))]
internal sealed class AuthorizerRow
{
    /// <summary>Gets the component's AppId.</summary>
    public required string Platform { get; init; }

    public required string AppId { get; init; }

    /// <summary>Gets or sets <c>OfficialAccount</c>, <c>MiniProgram</c> or <c>Other</c>.</summary>
    public required string Kind { get; set; }

    /// <summary>Gets or sets WeChat's name for a kind that nobody knows, such as <c>channels_info</c>.</summary>
    public string? Type { get; set; }

    /// <summary>Gets or sets the name of the authorizer's status, such as <c>Authorized</c>.</summary>
    public required string Status { get; set; }

    /// <summary>Gets or sets the <c>gh_</c> name.</summary>
    public string? OriginalId { get; set; }

    public string? NickName { get; set; }

    public string? HeadImg { get; set; }

    public string? QrcodeUrl { get; set; }

    public string? Principal { get; set; }

    public string? Alias { get; set; }

    public int? VerifyType { get; set; }

    public int? ServiceType { get; set; }

    public int? AccountStatus { get; set; }

    public int? RegisterType { get; set; }

    /// <summary>
    /// Gets or sets the ids of the permission sets: JSON in SQLite, an array in PostgreSQL; both are asked by membership.
    /// </summary>
    public List<int> Functions { get; set; } = [];

    /// <summary>Gets or sets the categories as WeChat's JSON.</summary>
    public string? Categories { get; set; }

    /// <summary>
    /// Gets or sets the refresh token, sealed as <see cref="SealedFields.RefreshToken"/>; <see langword="null"/> when there is none.
    /// </summary>
    public byte[]? RefreshToken { get; set; }

    /// <summary>Gets or sets how often <see cref="RefreshToken"/> was written: who writes names the version that he has seen.</summary>
    public long RefreshVersion { get; set; }

    /// <summary>Gets or sets the CreateTime of the newest event that was applied; 0 for none.</summary>
    public long EventTime { get; set; }

    /// <summary>Gets or sets when the account was authorized.</summary>
    public long? AuthTime { get; set; }

    /// <summary>Gets or sets the id of the last reconciliation that saw the account.</summary>
    public string? SeenRun { get; set; }

    /// <summary>Gets or sets why no token can be had, as a sentence.</summary>
    public string? BrokenWhy { get; set; }

    /// <summary>Gets or sets what differs from the platform's options, as JSON.</summary>
    public string? Overrides { get; set; }

    public string? Note { get; set; }

    public long CreatedAt { get; set; }

    public long UpdatedAt { get; set; }
}
