using System.Text.RegularExpressions;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>What people see of a value: never a secret.</summary>
internal static partial class ShownValue
{
    private const int ShortestWithEnding = 12;
    private const int EndingLength = 4;

    // The headers and queries that YARP's transforms write may carry a key of a backend.
    private static readonly string[] Written = ["Set", "Append"];

    /// <summary>Returns what is shown of the value of a key.</summary>
    public static SettingInForce Of(string path, string source, string value) => IsHidden(path)
        ? new SettingInForce(path, source) { IsSecret = true, IsSet = value.Length > 0, Ending = EndingOf(value) }
        : new SettingInForce(path, source) { IsSet = value.Length > 0, Value = Plain(value) };

    private static bool IsHidden(string path)
        => Secrets.IsSecret(path)
            || (path.Contains(":Transforms:", StringComparison.OrdinalIgnoreCase)
                && Written.Contains(path[(path.LastIndexOf(':') + 1)..], StringComparer.OrdinalIgnoreCase));

    // In a connection string, the end may be most of a short password. The end of base64 is no part of one.
    private static string? EndingOf(string value)
        => value.Length < ShortestWithEnding || value.AsSpan().TrimEnd('=').ContainsAny('=', '@', ';') ? null : value[^EndingLength..];

    private static string Plain(string value)
        => value.Contains("://", StringComparison.Ordinal) ? Query().Replace(User().Replace(value, "$1***@"), "$1***") : value;

    // http://user:password@host
    [GeneratedRegex(@"(://)[^/@\s?#]*@")]
    private static partial Regex User();

    // http://host/path?key=…
    [GeneratedRegex(@"(://[^\s?#;,]*\?)[^\s#;,]+")]
    private static partial Regex Query();
}
