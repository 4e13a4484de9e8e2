using System.Text.Json;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>What an invitation asks for. It travels signed in the link, so its reader can see it and not change it.</summary>
/// <param name="Platform">The platform's AppId.</param>
/// <param name="AuthType">
/// WeChat's <c>auth_type</c>: 1 official accounts, 2 mini programs, 3 both; <see langword="null"/> = the configuration's.
/// </param>
/// <param name="BizAppId">The one account that may be authorized; <see langword="null"/> = the owner chooses. It beats auth_type.</param>
/// <param name="Categories">The permission sets that are asked for; <see langword="null"/> = the configuration's.</param>
/// <param name="State">What the caller gets back at <c>ReturnTo</c>.</param>
public sealed record Invitation(string Platform, int? AuthType, string? BizAppId, IReadOnlyList<string>? Categories, string? State)
{
    /// <summary>The longest life of an invitation.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    private const string Purpose = "invitation";

    /// <summary>Gets an invitation to whoever opens the page, with the configuration's values.</summary>
    internal static Invitation ToAnybody(string platform) => new(platform, null, null, null, null);

    internal string Sign(ReadOnlySpan<byte> key, DateTimeOffset end)
        => SignedText.Sign(key, Purpose, JsonSerializer.Serialize(this, PageJson.Default.Invitation), end);

    /// <summary>Returns an invitation of this platform; <see langword="null"/> when it is forged, over, or another platform's.</summary>
    internal static Invitation? Read(ReadOnlySpan<byte> key, string? signed, string platform, DateTimeOffset now)
        => SignedText.Read(key, Purpose, signed, now) is { } text
            && JsonSerializer.Deserialize(text, PageJson.Default.Invitation) is { } invitation
            && invitation.Platform == platform
                ? invitation
                : null;

    // The caller's state may be a secret.
    /// <inheritdoc/>
    public override string ToString() => $"{Platform} {AuthType} {BizAppId}";
}
