using System.Text.RegularExpressions;

namespace WxYarpGateway.Architecture;

/// <summary>Habits that no analyzer holds.</summary>
public sealed partial class HabitTests
{
    [Fact]
    public void Time_comes_from_a_TimeProvider()
        => Nowhere(Clock(), "src/Gateway", "src/Transforms", "src/TokenService");

    [Fact]
    public void There_is_no_region_and_nothing_left_to_do()
        => Nowhere(LeftOver(), "src", "samples", "tests");

    [Fact]
    public void Every_suppression_has_its_reason()
    {
        var silent = from folder in new[] { "src", "samples", "tests" }
                     from file in SourceTree.Files(folder)
                     from line in file.Lines
                     where line.TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal) && !line.Contains("//", StringComparison.Ordinal)
                     let index = Array.IndexOf(file.Lines, line)
                     where index == 0 || !file.Lines[index - 1].TrimStart().StartsWith("//", StringComparison.Ordinal)
                     select $"{folder}/{file.Path}: {line.Trim()}";

        Assert.Empty(silent);
    }

    private static void Nowhere(Regex pattern, params string[] folders)
    {
        var found = from folder in folders
                    from file in SourceTree.Files(folder.Split('/'))
                    where !file.Path.EndsWith("HabitTests.cs", StringComparison.Ordinal)
                    from line in file.Lines
                    where pattern.IsMatch(line)
                    select $"{folder}/{file.Path}: {line.Trim()}";

        Assert.Empty(found);
    }

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bDateTime\.Today\b|\bStopwatch\.|\bTask\.Delay\([^,)]+\)")]
    private static partial Regex Clock();

    [GeneratedRegex(@"^\s*#region|\bTODO\b|\bFIXME\b|NotImplementedException|Skip\s*=\s*""")]
    private static partial Regex LeftOver();
}
