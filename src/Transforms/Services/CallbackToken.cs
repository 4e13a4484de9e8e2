using System.Text;

namespace WxYarpGateway.Transforms.Services;

/// <summary>The token (令牌) with which WeChat signs pushes.</summary>
internal sealed class CallbackToken
{
    /// <summary>The longest token. The WeChat console takes 3 to 32 characters; sandboxes and go-wx-gateway take longer ones.</summary>
    public const int LongestLength = 64;

    private CallbackToken(string value)
    {
        Utf8 = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>Gets the token's bytes.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>
    /// Returns the token; <see langword="null"/> when the text is empty, too long, or has white space or control characters.
    /// </summary>
    public static CallbackToken? Parse(string? value)
        => value is { Length: > 0 and <= LongestLength } && !value.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))
            ? new CallbackToken(value)
            : null;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
