namespace WxYarpGateway.Gateway.Configuration;

/// <summary>What the process is told from outside before any configuration is read.</summary>
/// <param name="WorkingFolder">The folder in which the process was started.</param>
/// <param name="ApplicationFolder">The folder of the executable, with the <c>appsettings.json</c> as shipped.</param>
/// <param name="ConfigFile"><c>GATEWAY_CONFIG</c>: another JSON file.</param>
/// <param name="SecretsFolder"><c>GATEWAY_SECRETS_DIR</c>: a folder with one file per secret.</param>
/// <param name="DataFolder"><c>GATEWAY_DATA_DIR</c>: a folder for what must outlive the process.</param>
internal sealed record GatewayEnvironment(
    string WorkingFolder, string ApplicationFolder, string? ConfigFile = null, string? SecretsFolder = null, string? DataFolder = null)
{
    /// <summary>What the names of these variables begin with.</summary>
    public const string Prefix = "GATEWAY_";

    private const string ConfigFileVariable = "GATEWAY_CONFIG";

    /// <summary>The environment variable that names the folder with secrets.</summary>
    public const string SecretsFolderVariable = "GATEWAY_SECRETS_DIR";

    /// <summary>The environment variable that names the folder for what must outlive the process.</summary>
    public const string DataFolderVariable = "GATEWAY_DATA_DIR";

    /// <summary>Gets the names of these variables.</summary>
    public static IReadOnlyCollection<string> Variables { get; } = [ConfigFileVariable, SecretsFolderVariable, DataFolderVariable];

    private const string RootFile = "appsettings.json";

    /// <summary>Reads the environment of this process.</summary>
    public static GatewayEnvironment OfProcess() => new(
        Directory.GetCurrentDirectory(),
        AppContext.BaseDirectory,
        Environment.GetEnvironmentVariable(ConfigFileVariable),
        Environment.GetEnvironmentVariable(SecretsFolderVariable),
        Environment.GetEnvironmentVariable(DataFolderVariable));

    /// <summary>Returns the JSON files to read, the last wins.</summary>
    /// <remarks>
    /// The shipped file serves a demo, so that the gateway starts at once. A named file replaces it, but not an own <c>appsettings.json</c>
    /// in the working folder.
    /// </remarks>
    public IReadOnlyList<string> JsonFiles()
    {
        var shipped = Path.Combine(ApplicationFolder, RootFile);
        var own = Path.Combine(WorkingFolder, RootFile);
        var isThere = File.Exists(own);
        return ConfigFile is { Length: > 0 } file
            ? [.. isThere && !IsAsShipped(own, shipped) ? [own] : Array.Empty<string>(), Path.GetFullPath(file, WorkingFolder)]
            : [isThere ? own : shipped];
    }

    /// <summary>
    /// Returns whether a file equals the shipped one: it is that file, or its original in the source tree.
    /// </summary>
    private static bool IsAsShipped(string own, string shipped)
        => File.Exists(shipped) && File.ReadAllBytes(own).AsSpan().SequenceEqual(File.ReadAllBytes(shipped));
}
