using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.TokenService.Api;

/// <summary>Represents the outcome of a call to WeChat: a value or an error.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed record WeChatResult<T>
{
    private readonly T? _value;
    private readonly WeChatError? _error;

    private WeChatResult(T? value, WeChatError? error)
    {
        _value = value;
        _error = error;
    }

    /// <summary>Returns the outcome of a call that failed.</summary>
    public static implicit operator WeChatResult<T>(WeChatError error) => new(default, error);

    /// <summary>Returns the outcome of a call that succeeded.</summary>
    public static implicit operator WeChatResult<T>(T value) => new(value, null);

    /// <summary>Returns true with the value, or false with the error.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out WeChatError? error)
    {
        value = _value;
        error = _error;
        return error is null;
    }
}
