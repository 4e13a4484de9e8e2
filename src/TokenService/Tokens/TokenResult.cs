using System.Diagnostics.CodeAnalysis;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>Represents the outcome of asking for a token: the token or an error.</summary>
public sealed record TokenResult
{
    private readonly Token? _token;
    private readonly WeChatError? _error;

    private TokenResult(Token? token, WeChatError? error)
    {
        _token = token;
        _error = error;
    }

    /// <summary>Returns the outcome that holds the token.</summary>
    public static implicit operator TokenResult(Token token) => new(token, null);

    /// <summary>Returns the outcome that holds the error.</summary>
    public static implicit operator TokenResult(WeChatError error) => new(null, error);

    /// <summary>Returns true with the token, or false with the error.</summary>
    public bool TryGet([NotNullWhen(true)] out Token? token, [NotNullWhen(false)] out WeChatError? error)
    {
        token = _token;
        error = _error;
        return token is not null;
    }
}
