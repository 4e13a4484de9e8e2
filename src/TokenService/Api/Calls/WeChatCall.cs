namespace WxYarpGateway.TokenService.Api.Calls;

/// <summary>A call of WeChat's API that another library describes. The token is put on when it is sent.</summary>
/// <param name="Method">The HTTP method; WeChat answers errcode 43001 or 43002 to another one.</param>
/// <param name="Path">WeChat's path. It becomes a label of metrics, so it must be a constant.</param>
public sealed record WeChatCall(HttpMethod Method, string Path)
{
    /// <summary>Gets the query without the token, not yet encoded.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>Gets the JSON body, which goes out byte for byte and must not hold <c>\u</c> escapes; null for none.</summary>
    public ReadOnlyMemory<byte>? Json { get; init; }

    /// <summary>
    /// Gets how long to wait for the answer to a call that changes something: it is sent once, and again only with another token, when
    /// WeChat refused the first. Null for a call that does no harm when WeChat carries it out twice: it is tried up to three times within
    /// <see cref="WeChatApiOptions.Timeout"/>.
    /// </summary>
    /// <value>The default is null.</value>
    public TimeSpan? OnceWithin { get; init; }

    // The generated one would print the query and the body.
    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";
}
