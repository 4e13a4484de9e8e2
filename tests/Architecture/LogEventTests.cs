using System.Globalization;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Architecture;

/// <summary>Operators find a log event by its category and its id or name, so both are set and unique in the category.</summary>
public sealed partial class LogEventTests
{
    public static TheoryData<string> Projects() => new(SourceTree.Projects.Concat(SourceTree.Tools));

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_events_of_a_category_are_numbered_from_one_and_named(string project)
    {
        var files = SourceTree.FilesOf(project).Select(file => (Class: ClassOf(file.Path), Text: string.Join('\n', file.Lines))).ToArray();
        var events = (from file in files
                      from logged in LogMethod().Matches(file.Text)
                      select (Category: CategoryOf(file.Class, files), Id: IdOf(logged), Name: NameOf(logged))).ToArray();

        Assert.Equal(files.Sum(file => AnyLogMethod().Count(file.Text)), events.Length);
        Assert.All(events.GroupBy(logged => logged.Category), category =>
        {
            var ids = category.Select(logged => logged.Id).Order();
            var isSequence = ids.SequenceEqual(Enumerable.Range(1, category.Count()));
            Assert.True(isSequence, $"{category.Key} has the event ids {string.Join(", ", ids)}.");
            Assert.DoesNotContain("", category.Select(logged => logged.Name));
            Assert.Equal(category.Count(), category.Select(logged => logged.Name).Distinct().Count());
        });
    }

    /// <summary>Returns the class in whose category a class logs: itself when it has a logger of its own, else its creator.</summary>
    private static string CategoryOf(string name, (string Class, string Text)[] files)
    {
        if (Array.Exists(files, file => file.Text.Contains($"ILogger<{name}>", StringComparison.Ordinal)))
        {
            return name;
        }

        var creator = Array.Find(files, file => file.Class != name && file.Text.Contains($"new {name}(", StringComparison.Ordinal));
        return creator.Class is null ? name : CategoryOf(creator.Class, files);
    }

    /// <summary>Returns the class that a file declares, in whole or in part: <c>Type.Log.cs</c> is part of <c>Type</c>.</summary>
    private static string ClassOf(string path) => Path.GetFileName(path).Split('.')[0];

    private static int IdOf(Match logged) => int.Parse(logged.Groups[1].Value, CultureInfo.InvariantCulture);

    private static string NameOf(Match logged) => EventName().Match(logged.Value).Groups[1].Value;

    [GeneratedRegex(@"\[LoggerMessage\(\s*(\d+),.*?\bpartial void\b", RegexOptions.Singleline)]
    private static partial Regex LogMethod();

    [GeneratedRegex(@"\[LoggerMessage\b")]
    private static partial Regex AnyLogMethod();

    [GeneratedRegex("EventName = \"([^\"]+)\"")]
    private static partial Regex EventName();
}
