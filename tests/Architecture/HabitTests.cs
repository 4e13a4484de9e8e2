using System.Text.RegularExpressions;

namespace WxYarpGateway.Architecture;

/// <summary>Habits that no analyzer holds.</summary>
public sealed partial class HabitTests
{
    private const int LongestLine = 140;

    // Background work that catches whatever one round throws, and says more of it than SteadyWork could.
    private static readonly string[] CatchAll =
    [
        "AccessUpkeep.cs", "AuthorizerLoader.cs", "BackupDesk.cs", "CallbackIpWorker.cs", "PlatformTokenWorker.cs", "RedeliveryWorker.cs",
        "ReleaseWorker.cs", "RenewalWorker.cs", "RuleWorker.cs", "TailNews.cs", "UnknownAuthorizers.cs",
        "UpkeepWorker.cs",
    ];

    private static readonly string[] Code = ["src", "tools", "tests", "samples", "benchmarks"];

    [Fact]
    public void Time_comes_from_a_TimeProvider()
        => Nowhere(Clock(), "src/Gateway", "src/Transforms", "src/TokenService", "tools");

    [Fact]
    public void There_is_no_region_and_nothing_left_to_do()
        => Nowhere(LeftOver(), Code);

    [Fact]
    public void Nothing_says_this_before_a_member()
        => Nowhere(Qualified(), Code);

    [Fact]
    public void No_line_has_more_than_140_columns_but_for_long_literals()
    {
        var tooLong = from folder in Code
                      from file in SourceTree.Files(folder)
                      from line in LinesOutsideRawText(file.Lines)
                      where line.Text.Length > LongestLine && !LongLiteral().IsMatch(line.Text)
                      select $"{folder}/{file.Path}, line {line.Number}: {line.Text.Length} columns";

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Every_suppression_has_its_reason()
    {
        var silent = from folder in Code
                     from file in SourceTree.Files(folder)
                     from line in file.Lines
                     where line.TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal)
                     where !line.Contains("//", StringComparison.Ordinal)
                     let index = Array.IndexOf(file.Lines, line)
                     where index == 0 || !file.Lines[index - 1].TrimStart().StartsWith("//", StringComparison.Ordinal)
                     select $"{folder}/{file.Path}: {line.Trim()}";

        Assert.Empty(silent);
    }

    [Fact]
    public void No_work_in_the_background_can_end_the_gateway()
    {
        var fragile = from file in SourceTree.Files("src")
                      where file.Lines.Any(line => line.Contains(": BackgroundService", StringComparison.Ordinal))
                      where !file.Lines.Any(line => line.Contains("SteadyWork.RunAsync(", StringComparison.Ordinal))
                      select Path.GetFileName(file.Path);

        Assert.Equal(CatchAll.Order(), fragile.Order());
    }

    private static IEnumerable<(int Number, string Text)> LinesOutsideRawText(string[] lines)
    {
        var isRaw = false;
        foreach (var (index, line) in lines.Index())
        {
            var marks = line.Split("\"\"\"").Length - 1;
            if (!isRaw && marks == 0)
            {
                yield return (index + 1, line);
            }

            isRaw ^= marks % 2 == 1;
        }
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

    // dotnet format says so too (IDE0003), but a build does not.
    [GeneratedRegex(@"^[^""/]*\bthis\.\w")]
    private static partial Regex Qualified();

    // A literal such as a message or an address reads best in one piece.
    [GeneratedRegex(@"""[^""]{70,}")]
    private static partial Regex LongLiteral();
}
