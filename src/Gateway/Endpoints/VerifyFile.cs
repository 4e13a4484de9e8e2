using System.Text;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>A file at the root of the domain, by which WeChat sees that the account's owner also has the domain.</summary>
internal static partial class VerifyFile
{
    /// <summary>How many bytes may stand in one; WeChat's have about 20.</summary>
    public const int LongestContent = 1024;

    /// <summary>How many there may be: one for each account, and some more.</summary>
    public const int Most = 1000;

    /// <summary>
    /// Returns whether WeChat could have given a file this name: <c>MP_verify_….txt</c> for official accounts, letters and digits for
    /// mini programs' business domains.
    /// </summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>Returns what is wrong with what is to stand in a file, or <see langword="null"/>.</summary>
    public static string? WhatIsWrong(string? content)
        => string.IsNullOrEmpty(content) ? "is empty"
            : Encoding.UTF8.GetByteCount(content) is > LongestContent and var length ? $"has {length} bytes; {LongestContent} are the most"
            : null;

    [GeneratedRegex(@"^(MP_verify_)?[A-Za-z0-9]{1,64}\.txt\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
