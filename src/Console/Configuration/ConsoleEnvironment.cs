namespace WxYarpGateway.Console.Configuration;

/// <summary>What the process is told from outside before any configuration is read.</summary>
/// <param name="WorkingFolder">The folder in which the process was started.</param>
/// <param name="ApplicationFolder">The folder of the executable, with the <c>console.json</c> as shipped.</param>
/// <param name="ConfigFile"><c>CONSOLE_CONFIG</c>: another JSON file.</param>
/// <param name="SecretsFolder"><c>CONSOLE_SECRETS_DIR</c>: a folder with one file per secret.</param>
/// <param name="DataFolder"><c>CONSOLE_DATA_DIR</c>: a folder for what must outlive the process.</param>
internal sealed record ConsoleEnvironment(
    string WorkingFolder, string ApplicationFolder, string? ConfigFile = null, string? SecretsFolder = null, string? DataFolder = null)
{
    private const string RootFile = "console.json";
    private const string DefaultDataFolder = "data";

    /// <summary>Gets the full path of the folder for what must outlive the process.</summary>
    public string FullDataFolder
        => Path.GetFullPath(DataFolder is { Length: > 0 } folder ? folder : DefaultDataFolder, WorkingFolder);

    /// <summary>Reads the environment of this process.</summary>
    public static ConsoleEnvironment OfProcess() => new(
        Directory.GetCurrentDirectory(),
        AppContext.BaseDirectory,
        Environment.GetEnvironmentVariable("CONSOLE_CONFIG"),
        Environment.GetEnvironmentVariable("CONSOLE_SECRETS_DIR"),
        Environment.GetEnvironmentVariable("CONSOLE_DATA_DIR"));

    /// <summary>Returns the JSON file to read: the named one, else the one in the working folder, else the shipped one.</summary>
    public string JsonFile()
    {
        if (ConfigFile is { Length: > 0 } named)
        {
            return Path.GetFullPath(named, WorkingFolder);
        }

        var own = Path.Combine(WorkingFolder, RootFile);
        return File.Exists(own) ? own : Path.Combine(ApplicationFolder, RootFile);
    }
}
