namespace WxYarpGateway.TokenService.Accounts;

/// <summary>Represents the AppId of a WeChat account: any printable text without spaces.</summary>
public readonly record struct AppId
{
    private readonly string? _value;

    private AppId(string value) => _value = value;

    /// <summary>Gets the AppId as WeChat writes it; empty for a default value.</summary>
    public string Value => _value ?? "";

    /// <summary>Reads an AppId; false when the text is empty or holds spaces or unprintable characters.</summary>
    public static bool TryParse(string? text, out AppId appId)
    {
        var isAppId = !string.IsNullOrEmpty(text) && Printable.IsPrintable(text);
        appId = isAppId ? new AppId(text!) : default;
        return isAppId;
    }

    /// <summary>Returns the AppId as WeChat writes it.</summary>
    public override string ToString() => Value;
}
