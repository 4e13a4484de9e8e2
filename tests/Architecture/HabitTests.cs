using System.Text.RegularExpressions;

namespace WxYarpGateway.Architecture;

/// <summary>Habits that no analyzer holds.</summary>
public sealed partial class HabitTests
{
    private const int LongestLine = 140;

    private static readonly string[] Code = ["src", "tools", "tests", "samples", "benchmarks"];

    // Projects that do not keep to the longest line yet.
    private static readonly string[] WithLongLines =
    [
        "benchmarks/load/Load",
        "samples/Demo",
        "samples/EchoBackend",
        "src/Gateway",
        "src/Simulator",
        "src/TokenService",
        "src/Transforms",
        "tests/Architecture",
        "tests/Browser.Tests",
        "tests/Chaos",
        "tests/Conformance",
        "tests/EndToEnd.Tests",
        "tests/Fuzz",
        "tests/Gateway.Tests",
        "tests/Rig",
        "tests/Simulator.Tests",
        "tests/Testing",
        "tests/TokenService.Tests",
        "tests/Transforms.Tests",
    ];

    [Fact]
    public void Time_comes_from_a_TimeProvider()
        => Nowhere(Clock(), "src/Gateway", "src/Transforms", "src/TokenService", "tools");

    [Fact]
    public void There_is_no_region_and_nothing_left_to_do()
        => Nowhere(LeftOver(), Code);

    [Fact]
    public void No_line_has_more_than_140_columns()
    {
        var tooLong = from folder in Code
                      from file in SourceTree.Files(folder)
                      let path = $"{folder}/{file.Path}"
                      where !Array.Exists(WithLongLines, project => path.StartsWith($"{project}/", StringComparison.Ordinal))
                      from line in file.Lines.Index()
                      where line.Item.Length > LongestLine
                      select $"{path}, line {line.Index + 1}: {line.Item.Length} columns";

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
