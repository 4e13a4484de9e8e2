namespace WxYarpGateway.PlatformImport.Found;

/// <summary>The ticket of a platform.</summary>
/// <param name="Value">The ticket.</param>
/// <param name="ReceivedAt">When the source got it.</param>
internal sealed record FoundTicket(string Value, DateTimeOffset ReceivedAt)
{
    /// <summary>How long WeChat takes a ticket (第三方平台: 12 小时).</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>Returns when it came; a ticket is not for printing.</summary>
    public override string ToString() => $"{ReceivedAt:O}";
}
