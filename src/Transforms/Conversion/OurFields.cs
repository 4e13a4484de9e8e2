namespace WxYarpGateway.Transforms.Conversion;

/// <summary>
/// The fields that the gateway adds to messages. The converter drops a message's own fields of these names, so that no user can forge
/// them.
/// </summary>
internal static class OurFields
{
    /// <summary>Returns whether only the gateway may write a top-level field of this name.</summary>
    public static bool Contains(ReadOnlySpan<byte> name) => name.SequenceEqual("userInfo"u8) || name.SequenceEqual("userInfoError"u8);

    /// <summary>Returns whether only the gateway may write a top-level field of this name.</summary>
    public static bool Contains(string name) => name is "userInfo" or "userInfoError";
}
