namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>The form that AppIds have in paths, <c>[A-Za-z0-9_-]{1,64}</c>.</summary>
internal static class AppIdText
{
    private const int Longest = 64;

    /// <summary>Returns whether a text has it.</summary>
    public static bool Is(string text)
        => text.Length is > 0 and <= Longest && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
}
