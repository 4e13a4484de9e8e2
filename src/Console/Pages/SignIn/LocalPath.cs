namespace WxYarpGateway.Console.Pages.SignIn;

/// <summary>Keeps redirects within the console, whatever a link says.</summary>
internal static class LocalPath
{
    /// <summary>Returns the path when it is one of the console's own, else the first page.</summary>
    public static string Of(string? path)
        => path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal)
            && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl)
            ? path
            : "/";
}
