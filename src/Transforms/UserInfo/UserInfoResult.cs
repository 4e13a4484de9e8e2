namespace WxYarpGateway.Transforms.UserInfo;

/// <summary>A user's info as WeChat's JSON object, or a sentence that says why there is none.</summary>
/// <param name="Json">The object, as it came.</param>
/// <param name="Error">The sentence; empty when there is an object.</param>
/// <param name="Lookup">What the look-up came to, as it is counted.</param>
internal readonly record struct UserInfoResult(ReadOnlyMemory<byte> Json, string Error, string Lookup)
{
    private const string Hit = "hit";
    private const string Fetched = "fetched";

    /// <summary>The look-up failed.</summary>
    public const string Failed = "failed";

    /// <summary>WeChat was not asked, since it refused the account a while ago.</summary>
    public const string Negative = "negative";

    /// <summary>WeChat did not tell in time.</summary>
    public const string Late = "late";

    /// <summary>Returns the result of a look-up that found the info in the cache.</summary>
    public static UserInfoResult Cached(ReadOnlyMemory<byte> json) => new(json, "", Hit);

    /// <summary>Returns the result of a look-up that WeChat answered.</summary>
    public static UserInfoResult Told(ReadOnlyMemory<byte> json) => new(json, "", Fetched);

    /// <summary>Returns the result of a look-up that found no info.</summary>
    public static UserInfoResult Missing(string error, string lookup = Failed) => new(default, error, lookup);
}
