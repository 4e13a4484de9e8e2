namespace WxYarpGateway.Transforms.UserInfo;

/// <summary>A user's info as WeChat's JSON object, or a sentence that says why there is none.</summary>
/// <param name="Json">The object, as it came.</param>
/// <param name="Error">The sentence; empty when there is an object.</param>
internal readonly record struct UserInfoResult(ReadOnlyMemory<byte> Json, string Error)
{
    /// <summary>Returns the result of a look-up that found no info.</summary>
    public static UserInfoResult Missing(string error) => new(default, error);
}
