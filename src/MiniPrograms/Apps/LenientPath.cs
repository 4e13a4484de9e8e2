using System.Buffers;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>Reads a path as the most lenient of backends would.</summary>
internal static class LenientPath
{
    // A path that was encoded more often than this is nobody's.
    private const int MostDecodings = 3;

    private static readonly SearchValues<char> Signs = SearchValues.Create("%;\\");

    /// <summary>Returns whether backends may read a path in different ways.</summary>
    public static bool IsAmbiguous(string path)
        => path.AsSpan().ContainsAny(Signs)
            || path.Contains("//", StringComparison.Ordinal)
            || path.Contains("/.", StringComparison.Ordinal);

    /// <summary>Returns a path without encodings, parameters, doubled slashes and steps back.</summary>
    public static string Of(string path)
    {
        var plain = path;
        for (var count = 0; count < MostDecodings && plain.Contains('%', StringComparison.Ordinal); count++)
        {
            plain = Uri.UnescapeDataString(plain);
        }

        var segments = new List<string>();
        foreach (var segment in plain.Replace('\\', '/').Split('/'))
        {
            var name = segment.Split(';')[0];
            if (name == ".." && segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else if (name is not ("" or "." or ".."))
            {
                segments.Add(name);
            }
        }

        return "/" + string.Join('/', segments);
    }
}
