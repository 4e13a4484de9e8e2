namespace WxYarpGateway.Console.Gateways;

/// <summary>One call of a gateway's internal API.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path with the query, made by <see cref="GatewayPath"/>.</param>
public sealed record GatewayCall(HttpMethod Method, GatewayPath Path)
{
    /// <summary>Gets what is sent as JSON in snake_case; a text is sent as it is.</summary>
    public object? Body { get; init; }

    /// <summary>Gets the version that the thing must still have, for the header <c>If-Match</c>.</summary>
    public string? IfMatch { get; init; }

    /// <summary>Gets the key by which the same call has its effect once, for the header <c>Idempotency-Key</c>.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets for whom the console calls, for the header <c>X-WeChat-Actor</c>; null for nobody.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets how long the answer may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets how many bytes the answer may have.</summary>
    public int MostBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Returns a call that only reads.</summary>
    public static GatewayCall Get(GatewayPath path) => new(HttpMethod.Get, path);
}
