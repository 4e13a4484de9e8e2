namespace WxYarpGateway.TokenService.Accounts;

/// <summary>Represents the AppSecret of a WeChat account; empty means that none is configured.</summary>
public readonly record struct AppSecret
{
    private const string Mask = "***";

    private readonly string? _value;

    private AppSecret(string value) => _value = value;

    /// <summary>Gets a value indicating whether no secret is configured.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(_value);

    /// <summary>Reads an AppSecret; false when the text holds spaces or unprintable characters.</summary>
    public static bool TryParse(string? text, out AppSecret secret)
    {
        var isSecret = string.IsNullOrEmpty(text) || Printable.IsPrintable(text);
        secret = isSecret && !string.IsNullOrEmpty(text) ? new AppSecret(text) : default;
        return isSecret;
    }

    /// <summary>Returns the secret itself, for the one request that sends it to WeChat.</summary>
    public string Reveal() => _value ?? "";

    /// <summary>Returns a mask, so that the secret cannot slip into a log.</summary>
    public override string ToString() => IsEmpty ? "" : Mask;
}
