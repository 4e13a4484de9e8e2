namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>A reply in the form that WeChat reads.</summary>
/// <param name="Body">The body, UTF-8.</param>
/// <param name="ContentType">Its content type.</param>
internal sealed record WireReply(ReadOnlyMemory<byte> Body, string ContentType) : Reply
{
    /// <summary>Gets <c>success</c>, which shows the user nothing and is never encrypted.</summary>
    public static WireReply Nothing { get; } = new("success"u8.ToArray(), Text) { IsSealable = false };

    /// <summary>Gets a value indicating whether the reply is encrypted for accounts that encrypt.</summary>
    public bool IsSealable { get; private init; } = true;

    /// <summary>The content type of replies in XML.</summary>
    public const string Xml = "application/xml; charset=utf-8";

    /// <summary>The content type of replies in JSON.</summary>
    public const string Json = "application/json";

    /// <summary>The content type of <c>success</c> and of URL checks.</summary>
    public const string Text = "text/plain; charset=utf-8";
}
