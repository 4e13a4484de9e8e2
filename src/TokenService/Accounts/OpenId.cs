namespace WxYarpGateway.TokenService.Accounts;

/// <summary>Represents the openid of a WeChat user within one account.</summary>
public readonly record struct OpenId
{
    private const int VisibleLength = 6;

    private readonly string? _value;

    private OpenId(string value) => _value = value;

    /// <summary>Gets the whole openid; empty for a default value.</summary>
    public string Value => _value ?? "";

    /// <summary>Reads an openid; false when the text is empty or holds spaces or unprintable characters.</summary>
    public static bool TryParse(string? text, out OpenId openId)
    {
        var isOpenId = !string.IsNullOrEmpty(text) && Printable.IsPrintable(text);
        openId = isOpenId ? new OpenId(text!) : default;
        return isOpenId;
    }

    /// <summary>Returns the first characters only, enough to tell users apart in a log without naming one.</summary>
    public override string ToString() => string.Concat(Value.AsSpan(0, Math.Min(VisibleLength, Value.Length)), "…");
}
