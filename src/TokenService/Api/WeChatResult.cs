using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.TokenService.Api;

/// <summary>Represents the outcome of a call to WeChat that returns nothing: success or an error.</summary>
public sealed record WeChatResult
{
    private WeChatResult(WeChatError? error) => Error = error;

    /// <summary>Gets the outcome of a call that WeChat carried out.</summary>
    public static WeChatResult Success { get; } = new(error: null);

    /// <summary>Gets a value indicating whether WeChat carried the call out.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;

    /// <summary>Gets the error; null after a success.</summary>
    public WeChatError? Error { get; }

    /// <summary>Returns the outcome of a call that failed.</summary>
    public static WeChatResult Failure(WeChatError error) => new(error);
}
