namespace WxYarpGateway.Console.Pieces;

/// <summary>What people type as an AppId, before it goes into a path.</summary>
internal static class AppIdName
{
    private const int Longest = 64;

    /// <summary>Returns whether it can be one.</summary>
    public static bool IsValid(string text)
        => text.Length is > 0 and <= Longest && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
}
