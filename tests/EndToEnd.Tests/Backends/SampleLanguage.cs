namespace WxYarpGateway.EndToEnd.Tests.Backends;

/// <summary>
/// A language that the sample bot is written in: its folder below <c>samples/backends</c>, its file there, and the command that runs it.
/// </summary>
internal sealed record SampleLanguage(string Folder, string File, string Runtime)
{
    public static IReadOnlyList<SampleLanguage> All { get; } =
    [
        new("csharp", "Program.cs", "dotnet"),
        new("python", "bot.py", "python3"),
        new("node", "bot.mjs", "node"),
    ];

    /// <summary>Gets the languages whose runtime this machine has.</summary>
    public static IReadOnlyList<SampleLanguage> Found { get; } = [.. All.Where(language => language.IsFound())];

    private bool IsFound()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => System.IO.File.Exists(Path.Combine(folder, Runtime)));
}
