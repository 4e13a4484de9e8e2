namespace WxYarpGateway.Transforms.Conversion;

/// <summary>The fields that the gateway adds to messages. What a message itself has under these names is left out, or backends would take it for ours.</summary>
internal static class OurFields
{
    /// <summary>Returns whether a field at the top of a message is ours to write.</summary>
    public static bool Contains(ReadOnlySpan<byte> name) => name.SequenceEqual("userInfo"u8) || name.SequenceEqual("userInfoError"u8);

    /// <summary>Returns whether a field at the top of a message is ours to write.</summary>
    public static bool Contains(string name) => name is "userInfo" or "userInfoError";
}
