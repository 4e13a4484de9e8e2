using System.Text;

namespace WxYarpGateway.Transforms.Services;

/// <summary>The token (令牌) that an account shares with WeChat to sign pushes.</summary>
internal sealed class CallbackToken
{
    /// <summary>The most characters a token may have. The console takes 3 to 32; sandboxes and go-wx-gateway installations go beyond.</summary>
    public const int LongestLength = 64;

    private CallbackToken(string value)
    {
        Utf8 = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>Gets the token's bytes.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Returns the token, or <see langword="null"/> when the text is none.</summary>
    public static CallbackToken? Parse(string? value)
        => value is { Length: > 0 and <= LongestLength } && !value.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))
            ? new CallbackToken(value)
            : null;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
