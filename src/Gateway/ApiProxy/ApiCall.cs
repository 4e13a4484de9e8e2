using WxYarpGateway.Gateway.ApiProxy.Tokens;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>
/// A backend's call of WeChat's API on its way through the proxy: in whose name it is made, and its body if that can be sent again.
/// </summary>
/// <param name="Account">The account.</param>
/// <param name="Body">The body, empty when there is none; <see langword="null"/> when it streams and can be sent but once.</param>
/// <param name="Path">The path of WeChat's API, as the caller wrote it.</param>
internal sealed record ApiCall(Account Account, ReadOnlyMemory<byte>? Body, string Path)
{
    /// <summary>Where the request to WeChat carries it.</summary>
    public static readonly HttpRequestOptionsKey<ApiCall> Key = new("WxYarpGateway.ApiCall");

    /// <summary>
    /// Gets the caller's query, where the call carries the caller's token; <see langword="null"/> where it carries the account's.
    /// </summary>
    /// <remarks>It is put on as late as the account's token is, since it holds users' tokens, codes and secrets.</remarks>
    public string? CallersQuery { get; init; }

    /// <summary>Gets the rest of the query, where the call carries the account's token and goes to <see cref="Forwarded"/>.</summary>
    /// <value>It has its question mark. The default is empty.</value>
    public string Query { get; init; } = "";

    /// <summary>Gets the query parameter that carries the account's token.</summary>
    public string TokenName { get; init; } = AccessTokenQuery.Name;

    /// <summary>Gets the path that is forwarded; <see langword="null"/> on a hand-written route, whose own transforms make it.</summary>
    public PathString? Forwarded { get; init; }

    /// <summary>
    /// Gets or sets WeChat's answer, where it is short and was read as a whole: the caller gets this, and the answer itself is not read
    /// again. It is <see langword="null"/> where the answer streams.
    /// </summary>
    public ReadOnlyMemory<byte>? Answer { get; set; }

    // The generated one would print the query.
    public override string ToString() => Path;
}
