using System.Diagnostics;
using System.Globalization;

namespace WxYarpGateway.Fuzz.Runs;

/// <summary>An input for which something does not hold.</summary>
/// <param name="Room">The room.</param>
/// <param name="Seed">The seed that makes the input as it was before it was made smaller; <see langword="null"/> for one of the
/// corpus.</param>
/// <param name="Input">The input.</param>
/// <param name="Exception">What was thrown.</param>
internal sealed record Finding(string Room, long? Seed, byte[] Input, Exception Exception)
{
    public string FileName => Seed is { } seed ? string.Create(CultureInfo.InvariantCulture, $"seed-{seed}") : "corpus";

    /// <summary>Gets what findings of one cause have in common: the exception, and where it was thrown.</summary>
    public string Kind { get; } = KindOf(Exception);

    public string Command => Seed is { } seed ? string.Create(CultureInfo.InvariantCulture,
        $"bash tests/fuzz.sh --room {Room} --seed {seed} --minutes 0") : $"bash tests/fuzz.sh --room {Room} --minutes 0";

    public string Describe() => $"{Room}: {Exception.GetType().Name}: {Exception.Message}\nTo run it again: {Command}\n\n{Exception}\n";

    public static string KindOf(Exception exception)
    {
        var place = new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .FirstOrDefault(
                frame => frame.GetMethod()?.DeclaringType?.Namespace?.StartsWith("WxYarpGateway", StringComparison.Ordinal) == true);
        return $"{exception.GetType().Name} at " +
            $"{place?.GetMethod()?.DeclaringType?.Name}.{place?.GetMethod()?.Name}:{place?.GetFileLineNumber()}";
    }
}
