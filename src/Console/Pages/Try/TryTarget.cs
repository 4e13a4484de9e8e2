using WxYarpGateway.Console.Gateways;

namespace WxYarpGateway.Console.Pages.Try;

/// <summary>The account that something is tried with.</summary>
/// <param name="Service">The service or platform.</param>
/// <param name="Appid">The account in the platform's care; null for a plain service.</param>
public sealed record TryTarget(string Service, string? Appid)
{
    private const int LongestAppid = 64;

    /// <summary>Gets its name for the audit log.</summary>
    public string Name => Appid is null ? Service : $"{Service}/{Appid}";

    /// <summary>Returns whether a text can be an appid.</summary>
    public static bool IsAppid(string text)
        => text is { Length: > 0 and <= LongestAppid }
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');

    /// <summary>Returns a path that names the account, such as <c>/try/shop/push</c>.</summary>
    public GatewayPath Path(string before, params ReadOnlySpan<string> below)
        => GatewayPath.Of([before, Service, .. Appid is null ? ReadOnlySpan<string>.Empty : [Appid], .. below]);
}
