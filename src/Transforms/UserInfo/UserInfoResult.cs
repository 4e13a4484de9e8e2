namespace WxYarpGateway.Transforms.UserInfo;

/// <summary>A user's info as WeChat's JSON object, or the reason why it is missing.</summary>
/// <param name="Json">WeChat's object, unchanged.</param>
/// <param name="Error">The reason in a sentence; empty when there is an object.</param>
/// <param name="Lookup">The result of the look-up, as metrics name it.</param>
internal readonly record struct UserInfoResult(ReadOnlyMemory<byte> Json, string Error, string Lookup)
{
    private const string Hit = "hit";
    private const string Fetched = "fetched";

    /// <summary>The look-up failed.</summary>
    public const string Failed = "failed";

    /// <summary>WeChat was not asked, because it refused the account a while ago.</summary>
    public const string Negative = "negative";

    /// <summary>WeChat did not answer before the timeout.</summary>
    public const string Late = "late";

    /// <summary>Returns info from the cache.</summary>
    public static UserInfoResult Cached(ReadOnlyMemory<byte> json) => new(json, "", Hit);

    /// <summary>Returns info from WeChat.</summary>
    public static UserInfoResult Told(ReadOnlyMemory<byte> json) => new(json, "", Fetched);

    /// <summary>Returns the reason why info is missing.</summary>
    public static UserInfoResult Missing(string error, string lookup = Failed) => new(default, error, lookup);
}
